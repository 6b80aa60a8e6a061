package io.palimpsest.pipelines.image;

import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.record.PatchForecast;
import io.palimpsest.schemas.record.PatchSequence;
import java.nio.ByteBuffer;

/**
 * Square patches in reading order, as the records hold them: each patch in the order row, column,
 * channel, one unsigned byte a value.
 */
public final class Patches {
  private final ByteBuffer pixels;
  private final int size;
  private final int channels;

  private Patches(ByteBuffer pixels, int size, int channels) {
    this.pixels = pixels.slice();
    this.size = size;
    this.channels = channels;
  }

  /**
   * Patches over the remaining bytes of a buffer, which is not copied.
   *
   * @param size the side of a patch in pixels
   * @param channels 1 (grey) or 3 (RGB)
   * @throws InvalidInputException if the bytes are not a whole number of such patches
   */
  public static Patches of(ByteBuffer pixels, int size, int channels) {
    if (size < 1 || (channels != 1 && channels != 3)) {
      throw new InvalidInputException(
          "Patches of side " + size + " with " + channels + " channels; wanted 1 or 3 channels");
    }
    if (pixels.remaining() % (size * size * channels) != 0) {
      throw new InvalidInputException(
          pixels.remaining()
              + " bytes are not a whole number of patches of "
              + (size * size * channels)
              + " bytes; is the artifact damaged? `palimpsest verify` tells");
    }
    return new Patches(pixels, size, channels);
  }

  /** All patches of a sequence, the black end patch included. */
  public static Patches of(PatchSequence sequence) {
    return of(sequence.getPixels(), sequence.getPatchSize(), sequence.getChannels());
  }

  /** The patches that a model had to forecast. */
  public static Patches truth(PatchForecast forecast) {
    return of(forecast.getTruth(), forecast.getPatchSize(), forecast.getChannels());
  }

  /** The patches that a model did forecast. */
  public static Patches predicted(PatchForecast forecast) {
    return of(forecast.getPredicted(), forecast.getPatchSize(), forecast.getChannels());
  }

  /** The first patches, all if there are no more, as a copy. */
  public Patches first(int patches) {
    byte[] copy = new byte[Math.min(patches, count()) * size * size * channels];
    pixels.get(0, copy);
    return new Patches(ByteBuffer.wrap(copy), size, channels);
  }

  /** The side of a patch in pixels. */
  public int size() {
    return size;
  }

  /** The number of patches. */
  public int count() {
    return pixels.limit() / (size * size * channels);
  }

  /** The opaque colour of a pixel, as {@code 0xFFRRGGBB}. */
  int argb(int patch, int row, int column) {
    int at = ((patch * size + row) * size + column) * channels;
    int red = value(at);
    int green = channels == 1 ? red : value(at + 1);
    int blue = channels == 1 ? red : value(at + 2);
    return 0xFF000000 | red << 16 | green << 8 | blue;
  }

  private int value(int at) {
    return pixels.get(at) & 0xFF;
  }
}
