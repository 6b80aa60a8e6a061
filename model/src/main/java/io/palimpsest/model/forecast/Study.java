package io.palimpsest.model.forecast;

import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.record.ExampleRole;
import io.palimpsest.schemas.record.PromptExample;
import io.palimpsest.schemas.record.RunRole;
import io.palimpsest.schemas.record.TrainingRun;
import io.palimpsest.schemas.record.Trajectory;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Recorded training runs, as methods are fitted to them and asked about them.
 *
 * @param measured trajectories of one metric
 * @param features vectors by example; empty if there are none
 */
public record Study(
    List<TrainingRun> runs,
    List<PromptExample> examples,
    List<Trajectory> measured,
    Map<String, float[]> features) {
  public Study {
    runs = List.copyOf(runs);
    examples = List.copyOf(examples);
    measured = List.copyOf(measured);
    features = Map.copyOf(features);
  }

  /** The runs of roles, in their order. */
  public List<TrainingRun> runs(RunRole... roles) {
    List<RunRole> wanted = Arrays.asList(roles);
    return runs.stream().filter(run -> wanted.contains(run.getRole())).toList();
  }

  /**
   * This study with fewer runs of role FIT, the first.
   *
   * @throws InvalidInputException if there are not as many
   */
  public Study withFitRuns(int count) {
    List<TrainingRun> fit = runs(RunRole.FIT);
    if (fit.size() < count) {
      throw new InvalidInputException(
          "runs is %d, but there are %d runs for fits: lower it, or record more"
              .formatted(count, fit.size()));
    }
    Set<TrainingRun> left = Set.copyOf(fit.subList(count, fit.size()));
    return new Study(
        runs.stream().filter(run -> !left.contains(run)).toList(), examples, measured, features);
  }

  /** The ids of the test examples that simulators are fitted to. */
  public List<String> tests() {
    return examples.stream()
        .filter(each -> each.getRole() == ExampleRole.TEST)
        .map(PromptExample::getId)
        .toList();
  }

  /** The trajectories of a run. */
  public List<Trajectory> of(TrainingRun run) {
    return measured.stream().filter(each -> each.getRun().equals(run.getId())).toList();
  }

  /**
   * The examples by id.
   *
   * @throws InvalidInputException if two have one id
   */
  public Map<String, PromptExample> byId() {
    Map<String, PromptExample> all = new HashMap<>();
    for (PromptExample each : examples) {
      if (all.put(each.getId(), each) != null) {
        throw new InvalidInputException(
            "two examples have the id '%s': give each its own".formatted(each.getId()));
      }
    }
    return all;
  }
}
