package io.palimpsest.model.deviation;

import io.palimpsest.schemas.record.TrainingRun;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * How much a run's training examples still weigh at its measurements: each time that a step takes
 * an example counts as much as the step's learning rate, and is forgotten by a factor a step.
 */
final class Exposure {
  private Exposure() {}

  /**
   * The weights [M][N].
   *
   * @param steps of the measurements, ascending, M
   * @param index of the examples, 0 to N - 1; others of the run do not count
   * @param memory the factor, more than 0 and at most 1
   */
  static double[][] of(
      TrainingRun run, List<Integer> steps, Map<String, Integer> index, double memory) {
    double[] rates = rates(run);
    double[][] weights = new double[steps.size()][];
    double[] now = new double[index.size()];
    int step = 0;
    for (int measurement = 0; measurement < weights.length; measurement++) {
      for (; step < steps.get(measurement); step++) {
        forget(now, memory);
        add(run.getCurriculum().get(step), rates[step], index, now);
      }
      weights[measurement] = now.clone();
    }
    return weights;
  }

  private static void forget(double[] weights, double memory) {
    for (int i = 0; i < weights.length; i++) {
      weights[i] *= memory;
    }
  }

  private static void add(
      List<String> batch, double rate, Map<String, Integer> index, double[] weights) {
    for (String id : batch) {
      Integer example = index.get(id);
      if (example != null) {
        weights[example] += rate;
      }
    }
  }

  /** The learning rates relative to the greatest; equal if they are not known. */
  private static double[] rates(TrainingRun run) {
    int steps = run.getCurriculum().size();
    if (run.getLearningRates().isEmpty()) {
      return DoubleStream.generate(() -> 1).limit(steps).toArray();
    }
    double greatest =
        run.getLearningRates().stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    return run.getLearningRates().stream().mapToDouble(rate -> rate / greatest).toArray();
  }
}
