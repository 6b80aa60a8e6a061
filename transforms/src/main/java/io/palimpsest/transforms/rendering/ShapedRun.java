package io.palimpsest.transforms.rendering;

import java.util.List;

/**
 * A run of text as glyphs, from left to right.
 *
 * @param advance pixels from the run's start to the next run's
 */
record ShapedRun(List<PlacedGlyph> glyphs, int advance) {}
