package io.palimpsest.model.deviation;

import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.record.ExampleRole;
import io.palimpsest.schemas.record.PromptExample;
import io.palimpsest.schemas.record.RunRole;
import io.palimpsest.schemas.record.TrainingRun;
import io.palimpsest.schemas.record.Trajectory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.BlockRealMatrix;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * The runs that a simulator is fitted to, R, at their M measurements behind the first, with the T
 * test examples of the fit.
 *
 * @param steps of the measurements, M
 * @param trained examples of all runs, N
 * @param tests examples whose role is {@link ExampleRole#TEST}
 * @param initial the first measurement, [T]
 * @param values the others, [R][M][T]
 */
record FitRuns(
    List<TrainingRun> runs,
    List<Integer> steps,
    List<PromptExample> trained,
    List<PromptExample> tests,
    double[] initial,
    double[][][] values) {

  /**
   * The runs and examples of a fit, of all.
   *
   * @param measured trajectories of one metric
   * @throws InvalidInputException if there is no run or test example for a fit, or a trajectory of
   *     one in the other is missing
   */
  static FitRuns of(
      List<TrainingRun> all, List<PromptExample> examples, List<Trajectory> measured) {
    List<TrainingRun> runs = all.stream().filter(run -> run.getRole() == RunRole.FIT).toList();
    List<PromptExample> tests =
        examples.stream().filter(each -> each.getRole() == ExampleRole.TEST).toList();
    if (runs.isEmpty() || tests.isEmpty()) {
      throw new InvalidInputException(
          "there are %d runs and %d test examples for the fit: it needs one of each"
              .formatted(runs.size(), tests.size()));
    }
    Map<String, Trajectory> byPlace = new HashMap<>();
    measured.forEach(each -> byPlace.put(place(each.getRun(), each.getExample()), each));
    List<List<Trajectory>> found = new ArrayList<>();
    for (TrainingRun run : runs) {
      found.add(tests.stream().map(test -> find(byPlace, run, test)).toList());
    }
    Trajectory first = found.get(0).get(0);
    return new FitRuns(
        runs,
        List.copyOf(first.getSteps().subList(1, first.getSteps().size())),
        trained(runs, examples),
        tests,
        found.get(0).stream().mapToDouble(each -> each.getValues().get(0)).toArray(),
        found.stream().map(run -> behindFirst(run, first.getSteps())).toArray(double[][][]::new));
  }

  private static String place(String run, String example) {
    return run + "\n" + example;
  }

  private static Trajectory find(
      Map<String, Trajectory> byPlace, TrainingRun run, PromptExample test) {
    Trajectory found = byPlace.get(place(run.getId(), test.getId()));
    if (found == null) {
      throw new InvalidInputException(
          "run '%s' has no trajectory of example '%s': measure every test example in every run"
              .formatted(run.getId(), test.getId()));
    }
    return found;
  }

  private static List<PromptExample> trained(List<TrainingRun> runs, List<PromptExample> examples) {
    TreeSet<String> ids =
        runs.stream()
            .flatMap(run -> run.getCurriculum().stream())
            .flatMap(List::stream)
            .collect(Collectors.toCollection(TreeSet::new));
    return examples.stream().filter(each -> ids.contains(each.getId())).toList();
  }

  /** [M][T]. */
  private static double[][] behindFirst(List<Trajectory> run, List<Integer> steps) {
    double[][] values = new double[steps.size() - 1][run.size()];
    for (int test = 0; test < run.size(); test++) {
      Trajectory each = run.get(test);
      if (!each.getSteps().equals(steps)) {
        throw new InvalidInputException(
            "example '%s' in %s was measured at other steps than the first: %s; measure all runs alike"
                .formatted(each.getExample(), each.getRun(), each.getSteps()));
      }
      for (int m = 0; m < values.length; m++) {
        values[m][test] = each.getValues().get(m + 1);
      }
    }
    return values;
  }

  /** With so few measurements, evenly chosen and the last among them, that R·M is at most that. */
  FitRuns thinned(int rows) {
    int kept = Math.max(1, Math.min(steps.size(), rows / runs.size()));
    List<Integer> chosen =
        IntStream.rangeClosed(1, kept).mapToObj(i -> i * steps.size() / kept - 1).toList();
    double[][][] thinned = new double[values.length][][];
    for (int run = 0; run < values.length; run++) {
      double[][] all = values[run];
      thinned[run] = chosen.stream().map(m -> all[m]).toArray(double[][]::new);
    }
    List<Integer> at = chosen.stream().map(steps::get).toList();
    return new FitRuns(runs, at, trained, tests, initial, thinned);
  }

  /** [R][M][N]. */
  double[][][] exposures(double memory) {
    Map<String, Integer> index = index(trained);
    return runs.stream()
        .map(run -> Exposure.of(run, steps, index, memory))
        .toArray(double[][][]::new);
  }

  static Map<String, Integer> index(List<PromptExample> examples) {
    Map<String, Integer> index = new LinkedHashMap<>();
    examples.forEach(each -> index.put(each.getId(), index.size()));
    return index;
  }

  /** The measurements as shares of a run. */
  double[] shares() {
    double all = runs.get(0).getCurriculum().size();
    return steps.stream().mapToDouble(step -> step / all).toArray();
  }

  /** The mean run, [M, T]. */
  RealMatrix mean() {
    RealMatrix mean = new BlockRealMatrix(steps.size(), tests.size());
    for (double[][] run : values) {
      mean = mean.add(new BlockRealMatrix(run));
    }
    return mean.scalarMultiply(1.0 / values.length);
  }

  /** All values, [R·M, T]. */
  RealMatrix stacked() {
    int count = steps.size();
    RealMatrix all = new BlockRealMatrix(values.length * count, tests.size());
    for (int run = 0; run < values.length; run++) {
      all.setSubMatrix(values[run], run * count, 0);
    }
    return all;
  }

  /** The root mean square of what differs from the mean run, at each of M measurements. */
  double[] sizes() {
    RealMatrix mean = mean();
    double[] sizes = new double[steps.size()];
    for (int m = 0; m < sizes.length; m++) {
      double squares = 0;
      for (double[][] run : values) {
        double norm = new ArrayRealVector(run[m]).subtract(mean.getRowVector(m)).getNorm();
        squares += norm * norm;
      }
      // Where nothing deviates, anything does to divide by.
      sizes[m] = squares > 0 ? Math.sqrt(squares / values.length / tests.size()) : 1;
    }
    return sizes;
  }
}
