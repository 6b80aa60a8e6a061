package io.palimpsest.model.attribution;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Figures of an attribution.
 *
 * @param trajectories forecast: test runs times test examples, whatever the number of rescalings
 * @param seconds of the test runs: checkpoints read, gradients and their products; not of other
 *     runs that a scale was fitted to
 * @param operations floating-point operations in the same, see {@link GradientProducts#operations}
 * @param scales that the forecast changes were multiplied by, by the forecasts' label
 */
public record AttributionMetrics(
    long trajectories, double seconds, long operations, SortedMap<String, Double> scales) {

  /** By the names that manifests use. */
  public SortedMap<String, Number> byName() {
    SortedMap<String, Number> figures = new TreeMap<>();
    figures.put("trajectories", trajectories);
    figures.put("seconds_per_trajectory", seconds / trajectories);
    figures.put("operations", operations);
    scales.forEach((label, scale) -> figures.put("scale." + label, scale));
    return figures;
  }
}
