package io.palimpsest.model.deviation;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Where examples' features lie, seen from the middle of those of a fit: encoders put all texts to
 * one side, so that without a middle all are alike.
 */
final class Directions {
  private final Map<String, double[]> units = new HashMap<>();

  /**
   * @param features by example; empty if there are none
   * @param middle examples whose mean is the middle
   */
  Directions(Map<String, float[]> features, Collection<String> middle) {
    List<float[]> known = middle.stream().map(features::get).filter(Objects::nonNull).toList();
    if (known.isEmpty()) {
      return;
    }
    double[] mean = new double[known.get(0).length];
    for (float[] each : known) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += each[i] / (double) known.size();
      }
    }
    features.forEach((id, values) -> units.put(id, unit(values, mean)));
  }

  /** 0 if one of them has no features. */
  double cosine(String one, String other) {
    double[] left = units.get(one);
    double[] right = units.get(other);
    double product = 0;
    for (int i = 0; left != null && right != null && i < left.length; i++) {
      product += left[i] * right[i];
    }
    return product;
  }

  private static double[] unit(float[] values, double[] mean) {
    double[] unit = new double[mean.length];
    double squares = 0;
    for (int i = 0; i < unit.length; i++) {
      unit[i] = values[i] - mean[i];
      squares += unit[i] * unit[i];
    }
    double length = Math.sqrt(squares);
    for (int i = 0; length > 0 && i < unit.length; i++) {
      unit[i] /= length;
    }
    return unit;
  }
}
