package io.palimpsest.model.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.palimpsest.model.network.Inputs;
import io.palimpsest.model.network.ModelConfig;
import io.palimpsest.schemas.InvalidInputException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** Samples side by side, of any kind, each a row that ends with padding up to the longest. */
public final class Batch {
  private final List<Sample> samples;
  private final ModelConfig config;
  private final byte[] pixels;
  private final int patchCount;
  private final long[] tokens;
  private final long[] layout;
  private final long[] lengths;
  private final Rows.Asked patchesAsked;
  private final Rows.Asked tokensAsked;
  private final Rows.Asked labelsAsked;

  /**
   * A batch for a network of shape {@code config}.
   *
   * @throws InvalidInputException if a sample does not fit the network; the message says which
   */
  public Batch(List<Sample> samples, ModelConfig config, Objective objective) {
    Rows rows = new Rows(config);
    for (Sample sample : samples) {
      rows.begin(sample);
      objective.layOut(sample, rows);
      rows.end();
    }
    this.samples = List.copyOf(samples);
    this.config = config;
    this.pixels = rows.pixels();
    this.patchCount = rows.patchCount();
    this.tokens = rows.tokens();
    this.layout = rows.layout();
    this.lengths = rows.lengths();
    this.patchesAsked = rows.patchesAsked();
    this.tokensAsked = rows.tokensAsked();
    this.labelsAsked = rows.labelsAsked();
  }

  public List<Sample> samples() {
    return samples;
  }

  /** The number of patches that are asked for. */
  public int patches() {
    return patchesAsked.at().length;
  }

  /** The number of tokens that are asked for. */
  public int tokens() {
    return tokensAsked.at().length;
  }

  /** The arrays, attached to {@code manager}. */
  public Arrays arrays(NDManager manager) {
    Optional<NDArray> patches = patchCount > 0 ? Optional.of(scaled(manager)) : Optional.empty();
    Optional<NDArray> ids =
        tokens.length > 0 ? Optional.of(manager.create(tokens)) : Optional.empty();
    long rows = samples.size();
    Inputs inputs =
        new Inputs(
            patches,
            ids,
            manager.create(layout, new Shape(rows, layout.length / rows)),
            Optional.of(manager.create(lengths)));
    return new Arrays(
        inputs,
        asked(patchesAsked, manager),
        asked(tokensAsked, manager),
        asked(labelsAsked, manager));
  }

  /**
   * What a network reads, and what is asked for, where anything is.
   *
   * @param patches answers are numbers of {@code inputs.patches()}
   * @param tokens answers are ids
   * @param labels one for each row; its answers say nothing
   */
  public record Arrays(
      Inputs inputs, Optional<Asked> patches, Optional<Asked> tokens, Optional<Asked> labels) {}

  /**
   * Questions at N positions.
   *
   * @param at [N], indices of states
   * @param answers [N]
   */
  public record Asked(NDArray at, NDArray answers) {}

  /** [M, P]; bytes are scaled on the device. */
  private NDArray scaled(NDManager manager) {
    Shape shape = new Shape(patchCount, config.patchValues());
    NDArray bytes = manager.create(ByteBuffer.wrap(pixels), shape, DataType.UINT8);
    return bytes.toType(DataType.FLOAT32, false).divi(255);
  }

  private static Optional<Asked> asked(Rows.Asked asked, NDManager manager) {
    return asked.at().length == 0
        ? Optional.empty()
        : Optional.of(new Asked(manager.create(asked.at()), manager.create(asked.answers())));
  }
}
