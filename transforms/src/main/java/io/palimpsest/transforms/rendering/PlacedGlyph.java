package io.palimpsest.transforms.rendering;

/**
 * A glyph of a shaped run.
 *
 * @param index its index in the font; 0 is the box for what the font lacks
 * @param x pixels from the run's start to the glyph's origin
 * @param y pixels from the baseline up to the glyph's origin
 */
record PlacedGlyph(int index, int x, int y) {}
