package io.palimpsest.model.network;

/** Where a network's first weights come from: a random draw or a checkpoint. */
@FunctionalInterface
public interface WeightSource {
  /** The values of a tensor, in row-major order. */
  float[] values(String name, long... shape);
}
