package io.palimpsest.transforms.rendering;

/**
 * A glyph's picture: grey ink, or colours, or nothing. Places count from its origin on the
 * baseline.
 */
record Glyph(Ink ink, ColourInk colours) {
  static final Glyph NONE = new Glyph(Ink.NONE, ColourInk.NONE);

  static Glyph of(Ink ink) {
    return new Glyph(ink, ColourInk.NONE);
  }

  static Glyph of(ColourInk colours) {
    return new Glyph(Ink.NONE, colours);
  }

  int footprint() {
    return ink.footprint() + colours.footprint();
  }
}
