package io.palimpsest.model.similarity;

import io.palimpsest.schemas.InvalidInputException;
import java.util.List;
import java.util.Map;

/**
 * The cosine of examples' features.
 *
 * @param train ids, N
 * @param test ids, T
 * @param features by id
 */
public record Cosine(List<String> train, List<String> test, Map<String, float[]> features)
    implements Similarity {

  @Override
  public double[][] scores() {
    double[][] all = new double[train.size()][test.size()];
    for (int i = 0; i < all.length; i++) {
      for (int j = 0; j < all[i].length; j++) {
        all[i][j] = cosine(vector(train.get(i)), vector(test.get(j)));
      }
    }
    return all;
  }

  private float[] vector(String id) {
    float[] found = features.get(id);
    if (found == null) {
      throw new InvalidInputException(
          "example '%s' has no features: featurize the examples of the same dynamics"
              .formatted(id));
    }
    return found;
  }

  private static double cosine(float[] one, float[] other) {
    double product = 0;
    double squares = 0;
    double otherSquares = 0;
    for (int i = 0; i < one.length; i++) {
      product += (double) one[i] * other[i];
      squares += (double) one[i] * one[i];
      otherSquares += (double) other[i] * other[i];
    }
    double lengths = Math.sqrt(squares * otherSquares);
    return lengths == 0 ? 0 : product / lengths;
  }
}
