package io.palimpsest.model.attribution;

import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.record.ExampleRole;
import io.palimpsest.schemas.record.PromptExample;
import io.palimpsest.schemas.record.RunRole;
import io.palimpsest.schemas.record.TrainingRun;
import io.palimpsest.schemas.record.Trajectory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Runs, their examples and the measured losses, as recorded. */
public final class Dynamics {
  /** The metric that is attributed. */
  public static final String LOSS = "loss";

  private final List<TrainingRun> runs;
  private final List<PromptExample> examples;
  private final Map<String, Map<String, Trajectory>> losses = new HashMap<>();

  /**
   * @param losses the measured trajectories of {@link #LOSS}
   */
  public Dynamics(List<TrainingRun> runs, List<PromptExample> examples, List<Trajectory> losses) {
    this.runs = List.copyOf(runs);
    this.examples = List.copyOf(examples);
    for (Trajectory loss : losses) {
      this.losses
          .computeIfAbsent(loss.getRun(), run -> new HashMap<>())
          .put(loss.getExample(), loss);
    }
  }

  List<TrainingRun> runs(RunRole... roles) {
    return runs.stream().filter(run -> Set.of(roles).contains(run.getRole())).toList();
  }

  List<PromptExample> examples() {
    return examples;
  }

  List<PromptExample> examples(ExampleRole... roles) {
    return examples.stream().filter(one -> Set.of(roles).contains(one.getRole())).toList();
  }

  /**
   * The measured loss of an example in a run.
   *
   * @throws InvalidInputException if there is none
   */
  Trajectory loss(String run, String example) {
    Trajectory loss = losses.getOrDefault(run, Map.of()).get(example);
    if (loss == null) {
      throw new InvalidInputException(
          "run '%s' has no measured loss of test example '%s': let the dynamics stage measure loss"
              .formatted(run, example));
    }
    return loss;
  }
}
