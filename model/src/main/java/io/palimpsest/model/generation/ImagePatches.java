package io.palimpsest.model.generation;

import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.record.PatchSequence;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Square patches from left to right, none or more; each in the order row, column, channel, one
 * unsigned byte a value, 0 black.
 */
public final class ImagePatches {
  private final int side;
  private final int channels;
  private final byte[] pixels;

  private ImagePatches(int side, int channels, byte[] pixels) {
    this.side = side;
    this.channels = channels;
    this.pixels = pixels;
  }

  /**
   * Patches with a copy of the remaining bytes of a buffer.
   *
   * @param side of a patch in pixels
   * @param channels 1 (grey) or 3 (RGB)
   * @throws InvalidInputException if the bytes are not a whole number of such patches
   */
  public static ImagePatches of(ByteBuffer pixels, int side, int channels) {
    if (side < 1 || (channels != 1 && channels != 3)) {
      throw new InvalidInputException(
          "patches of side %d with %d channels; give a side of 1 or more, and 1 or 3 channels"
              .formatted(side, channels));
    }
    byte[] copy = new byte[pixels.remaining()];
    pixels.duplicate().get(copy);
    if (copy.length % (side * side * channels) != 0) {
      throw new InvalidInputException(
          "%d bytes of pixels are not a whole number of patches of %d bytes"
              .formatted(copy.length, side * side * channels));
    }
    return new ImagePatches(side, channels, copy);
  }

  /** The patches of a sequence that show text, without the black one that ends it. */
  public static ImagePatches ofText(PatchSequence sequence) {
    ImagePatches all = of(sequence.getPixels(), sequence.getPatchSize(), sequence.getChannels());
    return all.first(sequence.getNumPatches());
  }

  /** The side of a patch in pixels. */
  public int side() {
    return side;
  }

  public int channels() {
    return channels;
  }

  /** The number of patches. */
  public int count() {
    return pixels.length / stored();
  }

  /** All values, a read-only view. */
  public ByteBuffer pixels() {
    return ByteBuffer.wrap(pixels).asReadOnlyBuffer();
  }

  /** The first patches, all if there are no more. */
  public ImagePatches first(int patches) {
    return with(Arrays.copyOf(pixels, Math.min(pixels.length, patches * stored())));
  }

  /** These patches and then others of the same side and channels. */
  public ImagePatches then(ImagePatches next) {
    if (next.side != side || next.channels != channels) {
      throw new IllegalArgumentException(
          "patches of %d px and %d channels behind those of %d px and %d"
              .formatted(next.side, next.channels, side, channels));
    }
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(pixels);
    both.writeBytes(next.pixels);
    return with(both.toByteArray());
  }

  /** These patches and then a black one, which ends an image. */
  public ImagePatches ended() {
    return then(with(new byte[stored()]));
  }

  /** Patches like these with other values. */
  ImagePatches with(byte[] others) {
    return new ImagePatches(side, channels, others);
  }

  /** The values with grey ones repeated for each of so many channels. */
  byte[] inChannels(int wanted) {
    int copies = wanted / channels;
    byte[] repeated = new byte[pixels.length * copies];
    for (int i = 0; i < repeated.length; i++) {
      repeated[i] = pixels[i / copies];
    }
    return repeated;
  }

  /** Values of a patch. */
  int stored() {
    return side * side * channels;
  }
}
