package io.palimpsest.transforms.rendering;

/** Turns coverage and coloured glyphs into pixels of a configuration's mode and colours. */
final class Palette {
  private static final int FULL = 255;
  private static final int HALF = 128;
  private static final int CHANNELS = 3;

  private final Mode mode;
  private final boolean grey;
  private final boolean inverting;
  // Per coverage: red, green and blue; and the one value of a grey picture.
  private final byte[][] mixed = new byte[CHANNELS][FULL + 1];
  private final byte[] single = new byte[FULL + 1];

  Palette(RenderConfig config) {
    mode = config.mode();
    grey = mode != Mode.RGB || (config.ink().isGrey() && config.paper().isGrey());
    for (int coverage = 0; coverage <= FULL; coverage++) {
      int[] rgb = new int[CHANNELS];
      for (int c = 0; c < CHANNELS; c++) {
        rgb[c] = mix(config.ink().channel(c), config.paper().channel(c), coverage);
        mixed[c][coverage] = (byte) rgb[c];
      }
      single[coverage] = (byte) brightness(rgb[0], rgb[1], rgb[2]);
    }
    inverting =
        mode != Mode.BINARY
            && config.ink().equals(Colour.BLACK)
            && config.paper().equals(Colour.WHITE);
  }

  /** Whether text alone gives one channel. */
  boolean isGrey() {
    return grey;
  }

  /** Whether one channel is coverage with all bits flipped: black on white. */
  boolean isInverting() {
    return inverting;
  }

  /** Turns the first {@code length} values from coverage to one channel, in place. */
  void toGrey(byte[] coverage, int length) {
    for (int i = 0; i < length; i++) {
      coverage[i] = single[coverage[i] & 0xFF];
    }
  }

  /** Three channels of the first {@code length} values; the others stay black. */
  byte[] toColours(byte[] coverage, int length) {
    byte[] colours = new byte[coverage.length * CHANNELS];
    for (int i = 0; i < length; i++) {
      for (int c = 0; c < CHANNELS; c++) {
        colours[i * CHANNELS + c] = mixed[c][coverage[i] & 0xFF];
      }
    }
    return colours;
  }

  /** Lays a pixel (alpha, red, green, blue, multiplied by alpha) over the pixel at an index. */
  static void blend(byte[] colours, int index, int pixel) {
    int through = FULL - (pixel >>> 24);
    for (int c = 0; c < CHANNELS; c++) {
      int at = index * CHANNELS + c;
      int over = pixel >>> (CHANNELS - 1 - c) * 8 & 0xFF;
      colours[at] = (byte) Math.min(FULL, over + scaled(colours[at] & 0xFF, through));
    }
  }

  /** The picture as the mode wants it, in one channel if that says it all. */
  Picture finish(byte[] colours, int patches) {
    return mode == Mode.RGB && !allGrey(colours)
        ? new Picture(colours, CHANNELS, patches)
        : new Picture(single(colours), 1, patches);
  }

  private byte[] single(byte[] colours) {
    byte[] values = new byte[colours.length / CHANNELS];
    for (int i = 0, at = 0; i < values.length; i++, at += CHANNELS) {
      values[i] =
          (byte) brightness(colours[at] & 0xFF, colours[at + 1] & 0xFF, colours[at + 2] & 0xFF);
    }
    return values;
  }

  private static boolean allGrey(byte[] colours) {
    for (int at = 0; at < colours.length; at += CHANNELS) {
      if (colours[at] != colours[at + 1] || colours[at] != colours[at + 2]) {
        return false;
      }
    }
    return true;
  }

  /** Luma of ITU-R BT.601; of equal parts it is each part. */
  private int brightness(int red, int green, int blue) {
    int luma = (299 * red + 587 * green + 114 * blue + 500) / 1000;
    if (mode == Mode.BINARY) {
      return luma < HALF ? 0 : FULL;
    }
    return luma;
  }

  private static int mix(int ink, int paper, int coverage) {
    return (ink * coverage + paper * (FULL - coverage) + FULL / 2) / FULL;
  }

  private static int scaled(int value, int factor) {
    return (value * factor + FULL / 2) / FULL;
  }
}
