package io.palimpsest.transforms.rendering;

/**
 * A drawn word.
 *
 * @param ink its coverage; {@code top} counts from the line's first row
 * @param advance columns from the pen to the next word's
 * @param missing glyphs that no font has
 */
record Strip(Ink ink, int advance, int missing) {
  int footprint() {
    return ink.footprint();
  }
}
