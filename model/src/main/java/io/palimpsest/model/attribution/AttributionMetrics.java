package io.palimpsest.model.attribution;

import java.util.Map;

/**
 * Figures of an attribution.
 *
 * @param trajectories forecast
 * @param seconds of all: checkpoints read, gradients, forecasts written, and of runs that the scale
 *     was fitted to
 * @param scale that the forecast changes were multiplied by
 * @param operations floating-point operations in the same, see {@link GradientProducts#operations}
 */
public record AttributionMetrics(long trajectories, double seconds, double scale, long operations) {

  /** By the names that manifests use. */
  public Map<String, Number> byName() {
    return Map.of(
        "trajectories", trajectories,
        "seconds", seconds,
        "seconds_per_trajectory", seconds / trajectories,
        "scale", scale,
        "flops", operations);
  }
}
