package io.palimpsest.model.task;

import io.palimpsest.model.metric.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A task's figures over predictions, by name: {@code <task>.<metric>}, and for a task with subsets
 * {@code <task>.<subset>.<metric>} of each, {@code <task>.<metric>} then being their mean.
 */
public final class TaskScores {
  private final Task task;
  private final SortedMap<String, List<double[]>> bySubset = new TreeMap<>();

  public TaskScores(Task task) {
    this.task = task;
  }

  /**
   * Adds an example.
   *
   * @param id whose subset counts
   * @param expected of {@link Task#target}
   * @param predicted likewise a label's index or a number
   */
  public void add(String id, double expected, double predicted) {
    bySubset
        .computeIfAbsent(task.subset(id).orElse(""), subset -> new ArrayList<>())
        .add(new double[] {expected, predicted});
  }

  /**
   * All figures; none without examples.
   *
   * @param suffix what every name ends with, such as {@code .majority}
   */
  public SortedMap<String, Double> figures(String suffix) {
    SortedMap<String, Double> figures = new TreeMap<>();
    for (Metric metric : task.metrics()) {
      double sum = 0;
      for (String subset : bySubset.keySet()) {
        double score = score(metric, bySubset.get(subset));
        sum += score;
        if (!subset.isEmpty()) {
          figures.put("%s.%s.%s%s".formatted(task.name(), subset, metric.id(), suffix), score);
        }
      }
      if (!bySubset.isEmpty()) {
        figures.put("%s.%s%s".formatted(task.name(), metric.id(), suffix), sum / bySubset.size());
      }
    }
    return figures;
  }

  private static double score(Metric metric, List<double[]> pairs) {
    return metric.score(
        pairs.stream().mapToDouble(pair -> pair[0]).toArray(),
        pairs.stream().mapToDouble(pair -> pair[1]).toArray());
  }
}
