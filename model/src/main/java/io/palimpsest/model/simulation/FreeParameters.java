package io.palimpsest.model.simulation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A parameter for each pair and coefficient (arXiv 2303.08114, section 3.1). They begin such that a
 * metric stays as it was: of the first order's multiples, those of a batch add up to 1.
 */
final class FreeParameters implements PairNetwork {
  private final Map<String, NDArray> weights = new LinkedHashMap<>();

  /**
   * @param batch examples of a transition
   */
  FreeParameters(int order, int trained, int tests, double batch, NDManager manager) {
    Shape shape = new Shape(trained, tests);
    for (int j = 1; j <= order; j++) {
      weights.put("alpha." + j, manager.full(shape, j == 1 ? (float) (1 / batch) : 0f));
    }
    weights.put("beta", manager.zeros(shape));
  }

  /** All of them; the arguments are the examples of the fit, in its order. */
  @Override
  public NDList coefficients(NDArray train, NDArray test) {
    return new NDList(weights.values().toArray(NDArray[]::new));
  }

  @Override
  public Map<String, NDArray> weights() {
    return weights;
  }
}
