package io.palimpsest.transforms.rendering;

/**
 * A glyph in its place.
 *
 * @param index of the glyph in its font, 0 for a missing one
 * @param cluster first UTF-16 code unit in the word that it belongs to
 * @param x columns from the run's left end to its origin
 * @param y rows up from the baseline to its origin
 * @param advance columns that it takes
 */
record PlacedGlyph(int index, int cluster, int x, int y, int advance) {}
