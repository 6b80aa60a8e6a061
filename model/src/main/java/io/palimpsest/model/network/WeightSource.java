package io.palimpsest.model.network;

/** Where a network's first weights come from: a random draw or a checkpoint. */
@FunctionalInterface
public interface WeightSource {
  /** The values of a tensor, in row-major order. */
  float[] values(String name, long... shape);

  /** A random draw, a function of the seed and each tensor's name and shape. */
  static WeightSource random(long seed) {
    return new WeightInitializer(seed)::values;
  }
}
