package io.palimpsest.pipelines.image;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/** Lines of patches below each other: first collected, then painted at the size that they need. */
final class PatchCanvas {
  private static final int STRIPE = 3;
  private static final int GRID = 0xFF7FA8D9;

  private record Line(Patches patches, int from, int count, int top, int stripe) {}

  private final int patchesPerLine;
  private final int scale;
  private final boolean grid;
  private final int background;
  private final List<Line> lines = new ArrayList<>();
  private int top;
  private int width = 1;
  private int height = 1;
  private int indent;

  PatchCanvas(int patchesPerLine, int scale, boolean grid, int background) {
    this.patchesPerLine = patchesPerLine;
    this.scale = scale;
    this.grid = grid;
    this.background = background;
  }

  /** Adds the line of a run that begins at a patch, then a gap in unscaled pixels. */
  void line(Patches patches, int from, int gap) {
    line(patches, from, gap, 0);
  }

  /** The same with a coloured stripe before it. */
  void line(Patches patches, int from, int gap, int stripe) {
    int count = Math.min(patchesPerLine, patches.count() - from);
    lines.add(new Line(patches, from, count, top, stripe));
    indent = stripe == 0 ? indent : 2 * STRIPE;
    width = Math.max(width, count * patches.size());
    height = top + patches.size();
    top = height + gap;
  }

  /** Widens the gap after the last line. */
  void space(int gap) {
    top += gap;
  }

  BufferedImage paint() {
    BufferedImage image =
        new BufferedImage((indent + width) * scale, height * scale, BufferedImage.TYPE_INT_ARGB);
    fill(image, 0, 0, indent + width, height, background);
    lines.forEach(line -> paint(image, line));
    return image;
  }

  private void paint(BufferedImage image, Line line) {
    int size = line.patches.size();
    if (line.stripe != 0) {
      fill(image, 0, line.top, STRIPE, size, line.stripe);
    }
    for (int i = 0; i < line.count; i++) {
      paint(image, line, i, indent + i * size);
    }
  }

  private void paint(BufferedImage image, Line line, int index, int left) {
    int size = line.patches.size();
    for (int row = 0; row < size; row++) {
      for (int column = 0; column < size; column++) {
        int argb = line.patches.argb(line.from + index, row, column);
        fill(image, left + column, line.top + row, 1, 1, argb);
      }
    }
    if (grid) {
      rule(image, left, line.top, size);
    }
  }

  /** The grid stays one pixel thin at every scale. */
  private void rule(BufferedImage image, int left, int upper, int size) {
    for (int i = 0; i < size * scale; i++) {
      image.setRGB(left * scale + i, upper * scale, GRID);
      image.setRGB(left * scale, upper * scale + i, GRID);
    }
  }

  private void fill(BufferedImage image, int left, int upper, int width, int height, int argb) {
    for (int y = upper * scale; y < (upper + height) * scale; y++) {
      for (int x = left * scale; x < (left + width) * scale; x++) {
        image.setRGB(x, y, argb);
      }
    }
  }
}
