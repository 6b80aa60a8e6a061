package io.palimpsest.model.comparison;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What one forecast trajectory cost, from the figures of the stage that made it. */
public final class TrajectoryCost {
  public static final String SECONDS = "seconds_per_trajectory";
  public static final String OPERATIONS = "operations_per_trajectory";

  private TrajectoryCost() {}

  /**
   * A method's {@value #SECONDS} and {@value #OPERATIONS}, by {@code <method>.<figure>}, as far as
   * they are known.
   *
   * @param figures of the stage; operations in all are divided by its {@code trajectories}
   */
  public static SortedMap<String, Double> of(String method, Map<String, Double> figures) {
    SortedMap<String, Double> costs = new TreeMap<>();
    Optional.ofNullable(figures.get(SECONDS))
        .ifPresent(seconds -> costs.put(method + "." + SECONDS, seconds));
    operations(figures).ifPresent(count -> costs.put(method + "." + OPERATIONS, count));
    return costs;
  }

  private static Optional<Double> operations(Map<String, Double> figures) {
    return Optional.ofNullable(figures.get(OPERATIONS))
        .or(() -> Optional.ofNullable(figures.get("flops_per_trajectory")))
        .or(() -> perTrajectory(figures));
  }

  private static Optional<Double> perTrajectory(Map<String, Double> figures) {
    double trajectories = figures.getOrDefault("trajectories", 0.0);
    return trajectories > 0
        ? Optional.ofNullable(figures.get("operations")).map(all -> all / trajectories)
        : Optional.empty();
  }
}
