package io.palimpsest.transforms.rendering;

import java.util.ArrayList;
import java.util.List;

/** Gathers a word's glyphs and paints them into a strip; what overlaps adds up. */
final class StripBuilder {
  private record Ink(GlyphBitmap bitmap, int left, int top) {}

  private final int rows;
  private final int baseline;
  private final List<Ink> inks = new ArrayList<>();
  private int left = Integer.MAX_VALUE;
  private int right = Integer.MIN_VALUE;
  private int advance;
  private int missing;

  /** A strip of {@code rows} pixels with the baseline below row {@code baseline - 1}. */
  StripBuilder(int rows, int baseline) {
    this.rows = rows;
    this.baseline = baseline;
  }

  /** Appends a run's advance after its glyphs were added. */
  void advance(int pixels) {
    advance += pixels;
  }

  void add(PlacedGlyph glyph, GlyphBitmap bitmap) {
    if (glyph.index() == 0) {
      missing++;
    }
    if (!bitmap.isBlank()) {
      int x = advance + glyph.x() + bitmap.left();
      inks.add(new Ink(bitmap, x, baseline - glyph.y() - bitmap.top()));
      left = Math.min(left, x);
      right = Math.max(right, x + bitmap.width());
    }
  }

  Strip build() {
    if (inks.isEmpty()) {
      return new Strip(new long[0], 0, 0, advance, missing);
    }
    int columns = (right - left + 7) / 8 + 2;
    long[] cells = new long[columns * rows];
    for (Ink ink : inks) {
      paint(ink, cells);
    }
    return new Strip(cells, left, right, advance, missing);
  }

  private void paint(Ink ink, long[] cells) {
    GlyphBitmap bitmap = ink.bitmap();
    int first = Math.max(0, -ink.top());
    int last = Math.min(bitmap.rows(), rows - ink.top());
    for (int row = first; row < last; row++) {
      for (int column = 0; column < bitmap.width(); column++) {
        int coverage = bitmap.coverage()[row * bitmap.width() + column] & 0xFF;
        int x = ink.left() - left + column + 8;
        int index = (x >> 3) * rows + ink.top() + row;
        cells[index] = Coverage.add(cells[index], (long) coverage << ((x & 7) * 8));
      }
    }
  }
}
