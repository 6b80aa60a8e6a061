package io.palimpsest.model.comparison;

import io.palimpsest.schemas.record.ForecastScore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;

/**
 * Figures over many forecasts: {@code <method>.<subset>.all_steps_mse} and {@code all_steps_mae},
 * means over test examples and runs with {@code .std} beside them, and {@code final_step_spearman},
 * the rank correlation over test examples of the last step's values, mean over runs. A forecast
 * that is not finite counts in {@code non_finite} and makes its figures infinite, not wrong.
 */
public final class MethodFigures {
  private MethodFigures() {}

  /** The figures by name. */
  public static SortedMap<String, Double> of(List<ForecastScore> scores) {
    SortedMap<String, Double> figures = new TreeMap<>();
    scores.stream()
        .collect(
            Collectors.groupingBy(
                score -> score.getMethod() + "." + score.getSubset(),
                TreeMap::new,
                Collectors.toList()))
        .forEach((name, group) -> add(figures, name, group));
    return figures;
  }

  private static void add(
      SortedMap<String, Double> figures, String name, List<ForecastScore> scores) {
    List<ForecastScore> finite =
        scores.stream().filter(score -> Double.isFinite(score.getMse())).toList();
    figures.put(name + ".forecasts", (double) scores.size());
    if (finite.size() < scores.size()) {
      figures.put(name + ".non_finite", (double) scores.size() - finite.size());
      figures.put(name + ".all_steps_mse", Double.MAX_VALUE);
      figures.put(name + ".all_steps_mae", Double.MAX_VALUE);
      return;
    }
    addMean(figures, name + ".all_steps_mse", finite, ForecastScore::getMse);
    addMean(figures, name + ".all_steps_mae", finite, ForecastScore::getMae);
    double[] correlations = correlations(finite);
    if (correlations.length > 0) {
      DescriptiveStatistics statistics = new DescriptiveStatistics(correlations);
      figures.put(name + ".final_step_spearman", statistics.getMean());
      figures.put(name + ".final_step_spearman.std", statistics.getStandardDeviation());
    }
  }

  private static void addMean(
      SortedMap<String, Double> figures,
      String name,
      List<ForecastScore> scores,
      ToDoubleFunction<ForecastScore> value) {
    DescriptiveStatistics statistics =
        new DescriptiveStatistics(scores.stream().mapToDouble(value).toArray());
    figures.put(name, statistics.getMean());
    figures.put(name + ".std", statistics.getStandardDeviation());
  }

  /** Of each run, where it is defined: a constant has no ranks. */
  private static double[] correlations(List<ForecastScore> scores) {
    Map<String, List<ForecastScore>> byRun =
        scores.stream()
            .collect(
                Collectors.groupingBy(ForecastScore::getRun, TreeMap::new, Collectors.toList()));
    List<Double> correlations = new ArrayList<>();
    for (List<ForecastScore> run : byRun.values()) {
      if (run.size() > 1) {
        double correlation =
            new SpearmansCorrelation()
                .correlation(
                    run.stream().mapToDouble(ForecastScore::getFinalTruth).toArray(),
                    run.stream().mapToDouble(ForecastScore::getFinalForecast).toArray());
        if (!Double.isNaN(correlation)) {
          correlations.add(correlation);
        }
      }
    }
    return correlations.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
