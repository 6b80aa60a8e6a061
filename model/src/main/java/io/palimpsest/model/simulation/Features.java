package io.palimpsest.model.simulation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.palimpsest.model.Torch;
import io.palimpsest.schemas.InvalidInputException;
import java.util.List;
import java.util.Map;

/** Vectors of examples, of one dimension, d. */
public final class Features {
  private final Map<String, float[]> vectors;
  private final int dimension;

  /**
   * @param vectors by example; empty where a simulator needs none
   * @throws InvalidInputException if their dimensions differ
   */
  public Features(Map<String, float[]> vectors) {
    this.vectors = Map.copyOf(vectors);
    this.dimension = vectors.values().stream().mapToInt(each -> each.length).findFirst().orElse(0);
    vectors.forEach(
        (id, vector) -> {
          if (vector.length != dimension) {
            throw new InvalidInputException(
                "the features of example '%s' have %d dimensions, others %d: make all with one encoder"
                    .formatted(id, vector.length, dimension));
          }
        });
  }

  /** d. */
  public int dimension() {
    return dimension;
  }

  /**
   * The vectors of examples, [ids, d].
   *
   * @throws InvalidInputException if one has none
   */
  NDArray of(List<String> ids, NDManager manager) {
    float[] all = new float[ids.size() * dimension];
    for (int i = 0; i < ids.size(); i++) {
      float[] vector = vectors.get(ids.get(i));
      if (vector == null) {
        throw new InvalidInputException(
            "example '%s' has no features: featurize the examples of the same dynamics"
                .formatted(ids.get(i)));
      }
      System.arraycopy(vector, 0, all, i * dimension, dimension);
    }
    return Torch.array(manager, all, new Shape(ids.size(), dimension));
  }
}
