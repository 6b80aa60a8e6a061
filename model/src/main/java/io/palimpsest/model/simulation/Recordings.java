package io.palimpsest.model.simulation;

import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.record.RunRole;
import io.palimpsest.schemas.record.TrainingRun;
import io.palimpsest.schemas.record.Trajectory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs with the trajectories of one metric, by numbers.
 *
 * @param trained ids of all training examples, N
 * @param tests ids of the test examples, T
 */
public record Recordings(List<String> trained, List<String> tests, List<Run> runs) {

  /**
   * A run.
   *
   * @param steps of the measurements, M + 1, the first 0
   * @param batches the training examples of the steps between two measurements, [M][..]; one that
   *     was taken twice is there twice
   * @param values [M + 1][T]
   */
  public record Run(
      String id, RunRole role, List<Integer> steps, int[][] batches, float[][] values) {}

  /**
   * The recordings of runs.
   *
   * @param tests ids of test examples, each of which every run has a trajectory of
   * @param measured trajectories of one metric
   * @throws InvalidInputException if a trajectory is missing, has no value at step 0 or one that is
   *     not finite, or steps are not in order or not those of the run's other trajectories
   */
  public static Recordings of(
      List<TrainingRun> runs, List<String> tests, List<Trajectory> measured) {
    Map<String, Map<String, Trajectory>> byRun = new HashMap<>();
    for (Trajectory each : measured) {
      byRun.computeIfAbsent(each.getRun(), run -> new HashMap<>()).put(each.getExample(), each);
    }
    Map<String, Integer> index = new LinkedHashMap<>();
    List<Run> recorded = new ArrayList<>();
    for (TrainingRun run : runs) {
      recorded.add(recorded(run, tests, byRun.getOrDefault(run.getId(), Map.of()), index));
    }
    return new Recordings(List.copyOf(index.keySet()), List.copyOf(tests), recorded);
  }

  private static Run recorded(
      TrainingRun run,
      List<String> tests,
      Map<String, Trajectory> measured,
      Map<String, Integer> index) {
    List<Trajectory> all = tests.stream().map(test -> find(run, test, measured)).toList();
    List<Integer> steps = all.get(0).getSteps();
    all.forEach(each -> check(each, steps, run.getCurriculum().size()));
    float[][] values = new float[steps.size()][all.size()];
    for (int test = 0; test < all.size(); test++) {
      for (int m = 0; m < values.length; m++) {
        values[m][test] = all.get(test).getValues().get(m);
      }
    }
    return new Run(run.getId(), run.getRole(), steps, batches(run, steps, index), values);
  }

  private static Trajectory find(TrainingRun run, String test, Map<String, Trajectory> measured) {
    Trajectory found = measured.get(test);
    if (found == null) {
      throw new InvalidInputException(
          "run '%s' has no trajectory of example '%s': measure every test example in every run"
              .formatted(run.getId(), test));
    }
    return found;
  }

  private static void check(Trajectory each, List<Integer> steps, int last) {
    String place = "example '%s' in run '%s'".formatted(each.getExample(), each.getRun());
    if (!each.getSteps().equals(steps) || each.getValues().size() != steps.size()) {
      throw new InvalidInputException(
          "%s has %d values at steps %s, another test example of the run is measured at %s: measure all alike"
              .formatted(place, each.getValues().size(), each.getSteps(), steps));
    }
    for (int i = 0; i < steps.size(); i++) {
      boolean ordered = i == 0 ? steps.get(0) == 0 : steps.get(i) > steps.get(i - 1);
      if (!ordered || steps.get(i) > last) {
        throw new InvalidInputException(
            "%s is measured at steps %s: they must ascend from 0 to at most the run's %d"
                .formatted(place, steps, last));
      }
      if (!Float.isFinite(each.getValues().get(i))) {
        throw new InvalidInputException(
            "%s is %s at step %d: leave the run out, or record it with a lower learning rate"
                .formatted(place, each.getValues().get(i), steps.get(i)));
      }
    }
  }

  private static int[][] batches(TrainingRun run, List<Integer> steps, Map<String, Integer> index) {
    int[][] batches = new int[steps.size() - 1][];
    for (int m = 0; m < batches.length; m++) {
      batches[m] =
          run.getCurriculum().subList(steps.get(m), steps.get(m + 1)).stream()
              .flatMap(List::stream)
              .mapToInt(id -> index.computeIfAbsent(id, next -> index.size()))
              .toArray();
    }
    return batches;
  }

  /** The same training and test examples, with the runs of a role. */
  Recordings of(RunRole role) {
    return new Recordings(trained, tests, runs.stream().filter(run -> run.role() == role).toList());
  }
}
