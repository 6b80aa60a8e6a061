package io.palimpsest.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;

/**
 * Rotary position embedding in the "rotate half" layout (arXiv 2104.09864, equation 34): value d of
 * a head is paired with value d + D/2, and the pair at position t is turned by t·theta^(-2d/D).
 */
final class RotaryEmbedding {
  private final int headSize;
  private final float[] cosines;
  private final float[] sines;

  RotaryEmbedding(int context, int headSize, double theta) {
    this.headSize = headSize;
    this.cosines = new float[context * headSize];
    this.sines = new float[context * headSize];
    int half = headSize / 2;
    for (int i = 0; i < cosines.length; i++) {
      int d = i % headSize;
      double angle = (i / headSize) * Math.pow(theta, -2.0 * (d % half) / headSize);
      cosines[i] = (float) Math.cos(angle);
      // The sign of rotate-half lies in the table, so that a rotation only swaps the halves.
      sines[i] = (float) (d < half ? -Math.sin(angle) : Math.sin(angle));
    }
  }

  /** The tables for the first {@code length} positions. */
  Tables tables(NDManager manager, int length) {
    return new Tables(table(manager, cosines, length), table(manager, sines, length));
  }

  private NDArray table(NDManager manager, float[] values, int length) {
    float[] head = Arrays.copyOf(values, length * headSize);
    return manager.create(head, new Shape(length, headSize));
  }

  /** Cosines and signed sines, [T, D] each. */
  record Tables(NDArray cosines, NDArray sines) {

    /** Turns each head's state in {@code x}, [.., T, D], by its position. */
    NDArray rotate(NDArray x) {
      long half = x.getShape().tail() / 2;
      NDArray first = x.get(new NDIndex("..., :{}", half));
      NDArray second = x.get(new NDIndex("..., {}:", half));
      NDArray swapped = NDArrays.concat(new NDList(second, first), -1);
      return x.mul(cosines).add(swapped.mul(sines));
    }
  }
}
