package io.palimpsest.pipelines.report;

import io.palimpsest.model.comparison.TrajectoryCost;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What one forecast trajectory costs, as the page's script draws it, the dearest first. */
record CostChart(List<Bar> bars) {
  /**
   * A method's cost.
   *
   * @param time in words
   * @param operations in words, empty if not known
   */
  record Bar(String method, double seconds, String time, String operations) {}

  static CostChart of(Map<String, Double> figures) {
    String end = "." + TrajectoryCost.SECONDS;
    List<Bar> bars = new ArrayList<>();
    figures.forEach(
        (name, seconds) -> {
          // A logarithm has no place for less.
          if (name.endsWith(end) && seconds > 0) {
            bars.add(bar(name.substring(0, name.length() - end.length()), seconds, figures));
          }
        });
    bars.sort(Comparator.comparingDouble(Bar::seconds).reversed());
    return new CostChart(List.copyOf(bars));
  }

  private static Bar bar(String method, double seconds, Map<String, Double> figures) {
    Double operations = figures.get(method + "." + TrajectoryCost.OPERATIONS);
    return new Bar(
        MethodLabel.of(method),
        seconds,
        seconds < 0.01 ? Numbers.decimal(seconds * 1000) + " ms" : Numbers.duration(seconds),
        operations == null ? "" : String.format(Locale.ROOT, "%.1e", operations));
  }
}
