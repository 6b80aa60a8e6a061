package io.palimpsest.model.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.palimpsest.model.network.ModelConfig;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.record.PatchSequence;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Sequences side by side, each padded with black to the longest. A sequence of n text patches and
 * the end patch gives n inputs and n targets: T is the greatest n.
 */
public final class PatchBatch {
  private final List<PatchSequence> sequences;
  private final ModelConfig config;
  private final int time;

  /**
   * A batch for a network of shape {@code config}.
   *
   * @throws InvalidInputException if a sequence does not fit the network; the message says which
   */
  public PatchBatch(List<PatchSequence> sequences, ModelConfig config) {
    sequences.forEach(sequence -> check(sequence, config));
    this.sequences = List.copyOf(sequences);
    this.config = config;
    this.time = sequences.stream().mapToInt(PatchSequence::getNumPatches).max().orElseThrow();
  }

  public List<PatchSequence> sequences() {
    return sequences;
  }

  /** The number of target patches, padding not counted. */
  public int targets() {
    return sequences.stream().mapToInt(PatchSequence::getNumPatches).sum();
  }

  /** The arrays, attached to {@code manager}. */
  public Arrays arrays(NDManager manager) {
    int batch = sequences.size();
    Shape shape = new Shape(batch, time + 1L, config.patchValues());
    NDArray bytes = manager.create(ByteBuffer.wrap(pixels()), shape, DataType.UINT8);
    return new Arrays(
        scaled(bytes, new NDIndex(":, :{}", time)),
        scaled(bytes, new NDIndex(":, 1:")),
        manager.create(mask(), new Shape(batch, time)));
  }

  /**
   * What a network reads and what it shall forecast.
   *
   * @param inputs [B, T, P], scaled to [0, 1]
   * @param next [B, T, P], the patch behind each input
   * @param mask [B, T], 1 where {@code next} is a patch, 0 where it is padding
   */
  public record Arrays(NDArray inputs, NDArray next, NDArray mask) {}

  private static NDArray scaled(NDArray bytes, NDIndex part) {
    return bytes.get(part).toType(DataType.FLOAT32, false).divi(255);
  }

  private byte[] pixels() {
    int width = (time + 1) * config.patchValues();
    byte[] all = new byte[sequences.size() * width];
    for (int row = 0; row < sequences.size(); row++) {
      copy(sequences.get(row), all, row * width);
    }
    return all;
  }

  /** Copies a sequence's pixels, each grey one into every channel. */
  private void copy(PatchSequence sequence, byte[] all, int offset) {
    ByteBuffer pixels = sequence.getPixels().duplicate();
    if (sequence.getChannels() == config.channels()) {
      pixels.get(all, offset, pixels.remaining());
      return;
    }
    while (pixels.hasRemaining()) {
      byte grey = pixels.get();
      for (int channel = 0; channel < config.channels(); channel++) {
        all[offset++] = grey;
      }
    }
  }

  private float[] mask() {
    float[] mask = new float[sequences.size() * time];
    for (int row = 0; row < sequences.size(); row++) {
      int start = row * time;
      java.util.Arrays.fill(mask, start, start + sequences.get(row).getNumPatches(), 1);
    }
    return mask;
  }

  private static void check(PatchSequence sequence, ModelConfig config) {
    int patches = sequence.getNumPatches();
    int channels = sequence.getChannels();
    int side = sequence.getPatchSize();
    require(sequence, patches >= 1, "has no text patch; it needs 1 or more");
    require(
        sequence,
        patches <= config.context(),
        "has %d patches and the model's context is %d: render with fewer patches a sequence"
            .formatted(patches, config.context()));
    require(
        sequence,
        side == config.patchSize(),
        "has patches of %d px and the model reads %d px".formatted(side, config.patchSize()));
    require(
        sequence,
        channels == 1 || channels == config.channels(),
        "has %d channels; 1 or %d can be read".formatted(channels, config.channels()));
    long bytes = (patches + 1L) * side * side * channels;
    require(
        sequence,
        sequence.getPixels().remaining() == bytes,
        "has %d bytes of pixels, but its %d patches and the end patch take %d"
            .formatted(sequence.getPixels().remaining(), patches, bytes));
  }

  private static void require(PatchSequence sequence, boolean holds, String problem) {
    if (!holds) {
      throw new InvalidInputException(
          "sequence %d of document '%s' %s"
              .formatted(sequence.getIndex(), sequence.getDocumentId(), problem));
    }
  }
}
