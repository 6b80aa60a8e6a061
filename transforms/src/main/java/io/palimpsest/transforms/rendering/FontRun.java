package io.palimpsest.transforms.rendering;

/**
 * A part of a word in one font and one script.
 *
 * @param font index of the font in the configuration's order
 * @param start first UTF-16 code unit in the word
 * @param end the one after the last
 */
record FontRun(int font, int start, int end) {}
