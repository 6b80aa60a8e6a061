package io.palimpsest.model.simulation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Activation;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/**
 * Inner products of projected features (arXiv 2404.07840, equation 5): for each coefficient, a
 * two-layer network that both sides share, or a linear map for each side.
 */
final class DotNetwork implements PairNetwork {
  private final boolean shared;
  private final int order;
  private final Map<String, NDArray> weights = new LinkedHashMap<>();

  DotNetwork(boolean shared, int order, int dimension, long seed, NDManager manager) {
    this.shared = shared;
    this.order = order;
    Random random = new Random(seed);
    for (int k = 0; k <= order; k++) {
      for (String layer : shared ? new String[] {"0", "2"} : new String[] {"train", "test"}) {
        String name = name(k, layer);
        weights.put(
            name + ".weight",
            PairNetwork.uniform(random, dimension, manager, dimension, dimension));
        weights.put(name + ".bias", PairNetwork.uniform(random, dimension, manager, dimension));
      }
    }
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
