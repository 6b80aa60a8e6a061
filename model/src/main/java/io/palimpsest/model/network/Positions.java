package io.palimpsest.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.palimpsest.model.network.RotaryEmbedding.Tables;
import java.util.Objects;

/** What all layers share about the positions of a batch: made once for each length, then kept. */
final class Positions {
  private final RotaryEmbedding rotary;
  private NDManager manager;
  private Tables tables;
  private NDArray mask;
  private int length;

  Positions(ModelConfig config) {
    this.rotary = new RotaryEmbedding(config.context(), config.headSize(), config.ropeTheta());
  }

  /** Makes the tables for sequences of {@code length} positions, unless they are there. */
  void prepare(NDManager parent, int length) {
    if (length == this.length) {
      return;
    }
    if (manager != null) {
      manager.close();
    }
    manager = parent.newSubManager();
    tables = rotary.tables(manager, length);
    mask = manager.create(causal(length), new Shape(length, length));
    this.length = length;
  }

  Tables tables() {
    return Objects.requireNonNull(tables, "prepare was not called");
  }

  /** [T, T]: 0 where a row's position may see a column's, else minus infinity. */
  NDArray mask() {
    return Objects.requireNonNull(mask, "prepare was not called");
  }

  private static float[] causal(int length) {
    float[] values = new float[length * length];
    for (int row = 0; row < length; row++) {
      for (int column = row + 1; column < length; column++) {
        values[row * length + column] = Float.NEGATIVE_INFINITY;
      }
    }
    return values;
  }
}
