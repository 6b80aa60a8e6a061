package io.palimpsest.transforms.rendering;

/**
 * Text patches and the black patch that ends them.
 *
 * @param pixels in the order patch, row, column, channel
 * @param channels 1 or 3
 * @param patches text patches
 */
record Picture(byte[] pixels, int channels, int patches) {
  private static final int RGB = 3;

  /** The same with three channels. */
  Picture inColour() {
    return channels == RGB ? this : new Picture(repeated(), RGB, patches);
  }

  /** One behind the other; the first one's black patch counts as text. */
  Picture then(Picture next) {
    if (channels != next.channels) {
      return inColour().then(next.inColour());
    }
    byte[] both = new byte[pixels.length + next.pixels.length];
    System.arraycopy(pixels, 0, both, 0, pixels.length);
    System.arraycopy(next.pixels, 0, both, pixels.length, next.pixels.length);
    return new Picture(both, channels, patches + 1 + next.patches);
  }

  private byte[] repeated() {
    byte[] colours = new byte[pixels.length * RGB];
    for (int i = 0; i < colours.length; i++) {
      colours[i] = pixels[i / RGB];
    }
    return colours;
  }
}
