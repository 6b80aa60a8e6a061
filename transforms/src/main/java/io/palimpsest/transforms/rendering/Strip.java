package io.palimpsest.transforms.rendering;

/**
 * A drawn word, ready to be copied to any column of a line: coverage in cells of 8 columns, each
 * cell one long a row (the leftmost column in the lowest byte), cells from left to right. A blank
 * cell stands before and behind, so that shifting by part of a cell needs no special case.
 *
 * @param cells coverage, {@code (columns / 8 + 2) × rows} longs
 * @param left columns from the pen to the first inked one, negative where the word overhangs
 * @param right columns from the pen to behind the last inked one
 * @param advance columns from the pen to the next word's
 * @param missing glyphs that no font has
 */
record Strip(long[] cells, int left, int right, int advance, int missing) {
  /** Rough size on the heap with its key, for the cache's budget. */
  int footprint() {
    return 192 + cells.length * Long.BYTES;
  }
}
