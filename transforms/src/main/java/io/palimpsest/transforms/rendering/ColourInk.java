package io.palimpsest.transforms.rendering;

/**
 * A rectangle of colours, as emoji have them.
 *
 * @param pixels row by row, alpha, red, green, blue from the highest byte on, colours multiplied by
 *     alpha
 * @param left columns from the pen to the first one
 * @param top rows from the reference row (a glyph's baseline, a line's top) down to the first
 * @param width columns
 * @param rows rows
 */
record ColourInk(int[] pixels, int left, int top, int width, int rows) {
  static final ColourInk NONE = new ColourInk(new int[0], 0, 0, 0, 0);

  boolean isNone() {
    return width == 0;
  }

  int right() {
    return left + width;
  }

  ColourInk at(int column, int row) {
    return new ColourInk(pixels, column, row, width, rows);
  }

  int footprint() {
    return pixels.length * Integer.BYTES;
  }

  /** The same picture at another scale; each new pixel is the mean of the area that it covers. */
  ColourInk scaled(double scale) {
    int columns = Math.max(1, (int) Math.round(width * scale));
    int lines = Math.max(1, (int) Math.round(rows * scale));
    int[] target = new int[columns * lines];
    for (int row = 0; row < lines; row++) {
      for (int column = 0; column < columns; column++) {
        target[row * columns + column] =
            mean(
                column * (double) width / columns,
                (column + 1) * (double) width / columns,
                row * (double) rows / lines,
                (row + 1) * (double) rows / lines);
      }
    }
    return new ColourInk(
        target, (int) Math.round(left * scale), (int) Math.round(top * scale), columns, lines);
  }

  private int mean(double left, double right, double top, double bottom) {
    double[] sums = new double[Integer.BYTES];
    for (int row = (int) top; row < Math.min(rows, bottom); row++) {
      double height = Math.min(bottom, row + 1) - Math.max(top, row);
      for (int column = (int) left; column < Math.min(width, right); column++) {
        double area = height * (Math.min(right, column + 1) - Math.max(left, column));
        int pixel = pixels[row * width + column];
        for (int i = 0; i < sums.length; i++) {
          sums[i] += area * (pixel >>> 8 * i & 0xFF);
        }
      }
    }
    double area = (right - left) * (bottom - top);
    int mean = 0;
    for (int i = 0; i < sums.length; i++) {
      mean |= (int) Math.round(sums[i] / area) << 8 * i;
    }
    return mean;
  }
}
