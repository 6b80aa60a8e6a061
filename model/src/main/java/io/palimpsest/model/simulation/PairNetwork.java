package io.palimpsest.model.simulation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.palimpsest.model.Torch;
import java.util.Map;
import java.util.Random;

/**
 * Computes what each training example adds to the coefficients of each test example: A₁ to Aₙ, then
 * B.
 */
interface PairNetwork {
  /**
   * The coefficients of all pairs, n + 1 arrays of [N, T]. Differentiable by the weights.
   *
   * @param train what the variant knows of training examples, see {@link Simulator}
   * @param test the same of test examples
   */
  NDList coefficients(NDArray train, NDArray test);

  /** The trained arrays by name, in a fixed order. */
  Map<String, NDArray> weights();

  /** A weight of {@code inputs} columns as PyTorch's linear layers begin, U(±1/√inputs). */
  static NDArray uniform(Random random, int inputs, NDManager manager, long... shape) {
    float bound = (float) (1 / Math.sqrt(inputs));
    Shape all = new Shape(shape);
    float[] values = new float[Math.toIntExact(all.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (2 * random.nextFloat() - 1) * bound;
    }
    return Torch.array(manager, values, all);
  }
}
