package io.palimpsest.transforms.rendering;

/**
 * A rasterised glyph.
 *
 * @param left columns from the pen to the bitmap's first, negative where the glyph overhangs
 * @param top rows from the baseline up to the bitmap's first
 * @param width columns
 * @param coverage ink from 0 to 255, row by row
 */
record GlyphBitmap(int left, int top, int width, byte[] coverage) {
  static final GlyphBitmap BLANK = new GlyphBitmap(0, 0, 0, new byte[0]);

  boolean isBlank() {
    return width == 0;
  }

  int rows() {
    return isBlank() ? 0 : coverage.length / width;
  }

  /** Rough size on the heap, for the cache's budget. */
  int footprint() {
    return 96 + coverage.length;
  }
}
