package io.palimpsest.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;

/**
 * Root mean square norm, [B, T, E] → [B, T, E]: {@code x / sqrt(mean(x²) + eps) · weight} (arXiv
 * 1910.07467, equation 4).
 */
final class RmsNorm extends NetworkBlock {
  private final Parameter weight;
  private final double eps;

  RmsNorm(String name, int hidden, double eps) {
    this.weight = parameter(name + ".weight", hidden);
    this.eps = eps;
  }

  @Override
  NDArray apply(ParameterStore store, NDArray x) {
    NDArray scale = x.square().mean(new int[] {-1}, true).add(eps).pow(-0.5);
    return x.mul(scale).mul(value(store, weight, x));
  }
}
