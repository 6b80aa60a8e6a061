package io.palimpsest.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.palimpsest.model.Torch;
import java.util.Arrays;

/**
 * Rotary position embedding in the "rotate half" layout (arXiv 2104.09864, equation 34): value d of
 * a head is paired with value d + D/2, and the pair at position t is turned by t·theta^(-2d/D). D
 * is the number of values that are turned: all of a head, or its first ones.
 */
final class RotaryEmbedding {
  private final int size;
  private final float[] cosines;
  private final float[] sines;

  RotaryEmbedding(int context, int size, double theta) {
    this.size = size;
    this.cosines = new float[context * size];
    this.sines = new float[context * size];
    int half = size / 2;
    for (int i = 0; i < cosines.length; i++) {
      int d = i % size;
      double angle = (i / size) * Math.pow(theta, -2.0 * (d % half) / size);
      cosines[i] = (float) Math.cos(angle);
      // The sign of rotate-half lies in the table, so that a rotation only swaps the halves.
      sines[i] = (float) (d < half ? -Math.sin(angle) : Math.sin(angle));
    }
  }

  /** Cosines and signed sines, [T, D] each, of {@code length} positions from {@code start}. */
  NDList tables(NDManager manager, int start, int length) {
    return new NDList(table(manager, cosines, start, length), table(manager, sines, start, length));
  }

  private NDArray table(NDManager manager, float[] values, int start, int length) {
    float[] part = Arrays.copyOfRange(values, start * size, (start + length) * size);
    return Torch.array(manager, part, new Shape(length, size));
  }
}
