package io.palimpsest.model.simulation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import io.palimpsest.model.Torch;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/**
 * Inner products of projected features (arXiv 2404.07840, equation 5): for each coefficient, a
 * two-layer network that both sides share, or a linear map for each side. They begin near the
 * forecast that a metric stays as it was: of the first order's multiples, those of a batch add up
 * to about 1. (PyTorch's usual beginning has them near 0, and a roll-out of it falls to 0.)
 */
final class DotNetwork implements PairNetwork {
  /** Of the last layers' first weights, so that at first the biases decide. */
  private static final float FIRST_SCALE = 0.1f;

  private final boolean shared;
  private final int order;
  private final Map<String, NDArray> weights = new LinkedHashMap<>();

  /**
   * @param batch examples of a transition
   */
  DotNetwork(boolean shared, int order, int dimension, double batch, long seed, NDManager manager) {
    this.shared = shared;
    this.order = order;
    Random random = new Random(seed);
    for (int k = 0; k <= order; k++) {
      if (shared) {
        weights.put(
            name(k, "0") + ".weight",
            PairNetwork.uniform(random, dimension, manager, dimension, dimension));
        weights.put(
            name(k, "0") + ".bias", PairNetwork.uniform(random, dimension, manager, dimension));
      }
      float[] bias = k == 0 ? direction(random, dimension, 1 / batch) : new float[dimension];
      for (String layer : shared ? new String[] {"2"} : new String[] {"train", "test"}) {
        try (NDArray weight =
            PairNetwork.uniform(random, dimension, manager, dimension, dimension)) {
          weights.put(name(k, layer) + ".weight", weight.mul(FIRST_SCALE));
        }
        weights.put(
            name(k, layer) + ".bias", Torch.array(manager, bias.clone(), new Shape(dimension)));
      }
    }
  }

  /** A vector of some squared length. */
  private static float[] direction(Random random, int dimension, double square) {
    float[] vector = new float[dimension];
    float size = (float) Math.sqrt(square / dimension);
    for (int i = 0; i < dimension; i++) {
      vector[i] = random.nextBoolean() ? size : -size;
    }
    return vector;
  }

  /** A coefficient's, alpha.1 to alpha.n or beta. */
  private String name(int coefficient, String layer) {
    return (coefficient < order ? "alpha." + (coefficient + 1) : "beta") + "." + layer;
  }

  @Override
  public NDList coefficients(NDArray train, NDArray test) {
    NDList all = new NDList();
    for (int k = 0; k <= order; k++) {
      NDArray left = projected(k, "train", train);
      NDArray right = projected(k, "test", test);
      all.add(left.matMul(right.transpose()));
    }
    return all;
  }

  private NDArray projected(int coefficient, String side, NDArray features) {
    if (!shared) {
      return linear(name(coefficient, side), features);
    }
    NDArray hidden = Activation.relu(linear(name(coefficient, "0"), features));
    return linear(name(coefficient, "2"), hidden);
  }

  private NDArray linear(String name, NDArray x) {
    return x.matMul(weights.get(name + ".weight").transpose()).add(weights.get(name + ".bias"));
  }

  @Override
  public Map<String, NDArray> weights() {
    return weights;
  }
}
