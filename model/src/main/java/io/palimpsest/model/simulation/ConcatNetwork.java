package io.palimpsest.model.simulation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Activation;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/**
 * A network of both features side by side: 2d to 2d, to 100, to one output a coefficient, with
 * rectifiers between. The first layer is computed for each side alone and then added, so that it
 * costs N + T rows instead of N·T.
 */
final class ConcatNetwork implements PairNetwork {
  private static final int WIDTH = 100;

  private final int order;
  private final Map<String, NDArray> weights = new LinkedHashMap<>();

  ConcatNetwork(int order, int dimension, long seed, NDManager manager) {
    this.order = order;
    Random random = new Random(seed);
    int both = 2 * dimension;
    // The first layer's columns for the training example, then those for the test example.
    weights.put("0.train.weight", PairNetwork.uniform(random, both, manager, both, dimension));
    weights.put("0.test.weight", PairNetwork.uniform(random, both, manager, both, dimension));
    weights.put("0.bias", PairNetwork.uniform(random, both, manager, both));
    weights.put("2.weight", PairNetwork.uniform(random, both, manager, WIDTH, both));
    weights.put("2.bias", PairNetwork.uniform(random, both, manager, WIDTH));
    weights.put("4.weight", PairNetwork.uniform(random, WIDTH, manager, order + 1, WIDTH));
    weights.put("4.bias", PairNetwork.uniform(random, WIDTH, manager, order + 1));
  }

  @Override
  public NDList coefficients(NDArray train, NDArray test) {
    long trains = train.getShape().get(0);
    long tests = test.getShape().get(0);
    NDArray left = train.matMul(weights.get("0.train.weight").transpose());
    NDArray right = test.matMul(weights.get("0.test.weight").transpose());
    NDArray pairs = left.expandDims(1).add(right.expandDims(0)).add(weights.get("0.bias"));
    NDArray first = Activation.relu(pairs).reshape(trains * tests, -1);
    NDArray second = Activation.relu(linear("2", first));
    NDArray outputs = linear("4", second).transpose();
    NDList all = new NDList();
    for (int k = 0; k <= order; k++) {
      all.add(outputs.get(k).reshape(trains, tests));
    }
    return all;
  }

  private NDArray linear(String name, NDArray x) {
    return x.matMul(weights.get(name + ".weight").transpose()).add(weights.get(name + ".bias"));
  }

  @Override
  public Map<String, NDArray> weights() {
    return weights;
  }
}
