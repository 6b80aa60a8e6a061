package io.palimpsest.transforms.rendering;

import java.util.List;

/**
 * A drawn unit of text.
 *
 * @param ink its coverage; {@code top} counts from the line's first row
 * @param colours what of it is in colour, likewise
 * @param left columns from the pen to the first that is inked; 0 if that lies behind the pen
 * @param right columns from the pen to behind the last that is inked
 * @param advance columns from the pen to the next unit's
 * @param space columns of a space in its last font
 * @param missing scripts (ICU's numbers) of the glyphs that no font has, one entry a glyph
 * @param clusters per grapheme cluster in reading order its first code unit in the unit, its left
 *     and its right column; empty unless asked for
 */
record Strip(
    Ink ink,
    List<ColourInk> colours,
    int left,
    int right,
    int advance,
    int space,
    int[] missing,
    int[] clusters) {
  private static final int[] NOTHING = new int[0];

  /** Room without ink. */
  static Strip blank(int advance) {
    return new Strip(Ink.NONE, List.of(), 0, 0, advance, advance, NOTHING, NOTHING);
  }

  /** Whether nothing of it shows, and nothing was asked of a font. */
  boolean isBlank() {
    return ink.isNone() && colours.isEmpty() && missing.length == 0;
  }

  int footprint() {
    int bytes = ink.footprint() + (missing.length + clusters.length) * Integer.BYTES;
    for (ColourInk colour : colours) {
      bytes += 64 + colour.footprint();
    }
    return bytes;
  }
}
