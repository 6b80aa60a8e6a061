package io.palimpsest.model.finetuning;

import io.palimpsest.model.task.Task;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A fine-tuning in figures.
 *
 * @param steps of all seeds together
 * @param seeds how many
 * @param seconds of all seeds together
 * @param modelParameters trained values of one network
 * @param best mean and deviation of the task's figures on the validation examples, without the
 *     task's name: {@code accuracy.mean}, {@code accuracy.std}
 */
public record FinetuningMetrics(
    long steps, int seeds, double seconds, long modelParameters, SortedMap<String, Double> best) {

  static FinetuningMetrics of(Task task, List<SeedResult> results) {
    SortedMap<String, Double> best = new TreeMap<>();
    SeedFigures.of(results.stream().map(SeedResult::validation).toList())
        .forEach((name, value) -> best.put(name.substring(task.name().length() + 1), value));
    return new FinetuningMetrics(
        results.stream().mapToLong(SeedResult::steps).sum(),
        results.size(),
        results.stream().mapToDouble(SeedResult::seconds).sum(),
        results.get(0).modelParameters(),
        best);
  }

  /** The figures by the names that manifests use. */
  public Map<String, Number> byName() {
    Map<String, Number> names = new LinkedHashMap<>();
    names.put("steps", steps);
    names.put("seeds", seeds);
    names.put("seconds", seconds);
    names.put("model_parameters", modelParameters);
    best.forEach((name, value) -> names.put("best." + name, value));
    return names;
  }
}
