package io.palimpsest.pipelines.report;

import io.palimpsest.schemas.record.ExampleRole;
import io.palimpsest.schemas.record.PromptExample;
import io.palimpsest.schemas.record.Trajectory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What was measured in one run and what methods forecast of it, as the page's script draws it.
 *
 * @param steps of the measurements
 * @param views the mean over the test examples of the fit, then single examples
 */
record TrajectoryChart(String run, String metric, List<Integer> steps, List<View> views) {
  private static final int SINGLE = 12;

  /**
   * One choice.
   *
   * @param example its id, empty for the mean
   */
  record View(String example, List<Float> truth, List<Curve> curves) {}

  /**
   * A method's forecast; a value that is no number is null.
   *
   * @param deviation of the forecast's error over test examples, empty for a single one
   */
  record Curve(String method, boolean trivial, List<Float> values, List<Float> deviation) {}

  /** Nothing if there is no test run. */
  static Optional<TrajectoryChart> of(InfluenceStudy study) {
    if (study.truth().isEmpty()) {
      return Optional.empty();
    }
    Map<String, Map<String, Trajectory>> byMethod = new TreeMap<>();
    for (Trajectory each : study.forecasts()) {
      byMethod
          .computeIfAbsent(each.getMethod(), method -> new HashMap<>())
          .put(each.getExample(), each);
    }
    List<View> views = new ArrayList<>();
    List<Trajectory> seen =
        study.truth().stream().filter(each -> isSeen(study, each.getExample())).toList();
    if (!seen.isEmpty()) {
      views.add(mean(seen, byMethod));
    }
    chosen(study.truth()).forEach(truth -> views.add(single(truth, byMethod)));
    Trajectory any = study.truth().get(0);
    return Optional.of(new TrajectoryChart(any.getRun(), any.getMetric(), any.getSteps(), views));
  }

  private static boolean isSeen(InfluenceStudy study, String example) {
    PromptExample known = study.examples().get(example);
    return known != null && known.getRole() == ExampleRole.TEST;
  }

  /** Evenly over all, by how much they changed in the run. */
  private static List<Trajectory> chosen(List<Trajectory> truth) {
    List<Trajectory> ordered =
        truth.stream()
            .sorted(
                Comparator.comparingDouble(TrajectoryChart::change)
                    .thenComparing(Trajectory::getExample))
            .toList();
    int count = Math.min(SINGLE, ordered.size());
    List<Trajectory> chosen = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      chosen.add(ordered.get(count == 1 ? 0 : i * (ordered.size() - 1) / (count - 1)));
    }
    return chosen;
  }

  private static double change(Trajectory truth) {
    List<Float> values = truth.getValues();
    return values.get(values.size() - 1) - values.get(0);
  }

  private static View single(Trajectory truth, Map<String, Map<String, Trajectory>> byMethod) {
    List<Curve> curves = new ArrayList<>();
    byMethod.forEach(
        (method, forecasts) ->
            Optional.ofNullable(forecasts.get(truth.getExample()))
                .ifPresent(
                    found -> curves.add(curve(method, orNulls(found.getValues()), List.of()))));
    return new View(truth.getExample(), orNulls(truth.getValues()), curves);
  }

  private static View mean(List<Trajectory> seen, Map<String, Map<String, Trajectory>> byMethod) {
    int steps = seen.get(0).getSteps().size();
    List<Curve> curves = new ArrayList<>();
    byMethod.forEach(
        (method, forecasts) -> {
          Map<Trajectory, Trajectory> pairs = new LinkedHashMap<>();
          for (Trajectory truth : seen) {
            Optional.ofNullable(forecasts.get(truth.getExample()))
                .ifPresent(found -> pairs.put(truth, found));
          }
          if (!pairs.isEmpty()) {
            curves.add(mean(method, pairs, steps));
          }
        });
    List<Float> truth = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      int at = i;
      truth.add(orNull(seen.stream().mapToDouble(t -> t.getValues().get(at)).average().orElse(0)));
    }
    return new View("", truth, curves);
  }

  private static Curve mean(String method, Map<Trajectory, Trajectory> pairs, int steps) {
    List<Float> means = new ArrayList<>();
    List<Float> deviations = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      double sum = 0;
      double errors = 0;
      double squares = 0;
      for (Map.Entry<Trajectory, Trajectory> pair : pairs.entrySet()) {
        double value = pair.getValue().getValues().get(i);
        double error = value - pair.getKey().getValues().get(i);
        sum += value;
        errors += error;
        squares += error * error;
      }
      double mean = errors / pairs.size();
      means.add(orNull(sum / pairs.size()));
      deviations.add(orNull(Math.sqrt(Math.max(0, squares / pairs.size() - mean * mean))));
    }
    return curve(method, means, deviations);
  }

  private static Curve curve(String method, List<Float> values, List<Float> deviation) {
    return new Curve(MethodLabel.of(method), MethodLabel.isTrivial(method), values, deviation);
  }

  private static List<Float> orNulls(List<Float> values) {
    List<Float> finite = new ArrayList<>();
    values.forEach(value -> finite.add(orNull(value)));
    return finite;
  }

  private static Float orNull(double value) {
    return Float.isFinite((float) value) ? (Float) (float) value : null;
  }
}
