package io.palimpsest.transforms.rendering;

/**
 * A rectangle of coverage from 0 (paper) to 255, ready to be copied to any column: cells of eight
 * columns from left to right, each cell one long a row, the leftmost column in the lowest byte.
 *
 * @param cells coverage, {@code ceil(width / 8) × rows} longs
 * @param left columns from the pen to the first one, negative where the ink overhangs
 * @param top rows from the reference row (a glyph's baseline, a line's top) down to the first
 * @param width columns
 * @param rows rows of every cell
 */
record Ink(long[] cells, int left, int top, int width, int rows) {
  static final Ink NONE = new Ink(new long[0], 0, 0, 0, 0);

  boolean isNone() {
    return width == 0;
  }

  /** Columns from the pen to behind the last one. */
  int right() {
    return left + width;
  }

  /** How many cells of eight columns it touches when its first column is {@code column}. */
  int cellsAt(int column) {
    return (width + (column & 7) + 7) >> 3;
  }

  /** Eight pixels of a cell and a row when all are moved right by {@code shift / 8} columns. */
  long shifted(int index, int shift) {
    // In two steps, as Java takes a shift by 64 for none.
    return at(index) << shift | at(index - rows) >>> 1 >>> (63 - shift);
  }

  private long at(int index) {
    return index >= 0 && index < cells.length ? cells[index] : 0;
  }

  /** Rough size on the heap with its key, for a cache's budget. */
  int footprint() {
    return 192 + cells.length * Long.BYTES;
  }
}
