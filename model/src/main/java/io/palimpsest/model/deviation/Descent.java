package io.palimpsest.model.deviation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** A search of the steepest descent among neighbours on a grid, with each point seen once. */
final class Descent {
  private Descent() {}

  /** The first point whose neighbours are no better; of equally good ones the earlier. */
  static <T> T from(T start, Function<T, List<T>> neighbours, ToDoubleFunction<T> error) {
    Map<T, Double> seen = new HashMap<>();
    ToDoubleFunction<T> once = point -> seen.computeIfAbsent(point, error::applyAsDouble);
    T best = start;
    while (true) {
      T next = best;
      for (T neighbour : neighbours.apply(best)) {
        next = once.applyAsDouble(neighbour) < once.applyAsDouble(next) ? neighbour : next;
      }
      if (next.equals(best)) {
        return best;
      }
      best = next;
    }
  }
}
