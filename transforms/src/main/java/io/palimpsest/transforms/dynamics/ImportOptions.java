package io.palimpsest.transforms.dynamics;

import io.palimpsest.model.dynamics.RunPlan;
import io.palimpsest.schemas.InvalidInputException;
import java.io.Serializable;
import java.util.List;

/**
 * How runs that others recorded are read.
 *
 * @param metrics whose trajectories are read, in the files' spelling, one or more
 * @param percent whether metrics other than the loss are given from 0 to 100
 * @param task that the examples are of
 * @param promptField the field of an example with its prompt
 * @param answerField the field with its answer; empty if there is none
 * @param runs how many runs, in order of their folders' names, are for what
 * @param unseenTests share of the test examples that are kept from the fit, 0 to 1, where the
 *     examples do not say it
 * @param seed of that choice
 */
public record ImportOptions(
    List<String> metrics,
    boolean percent,
    String task,
    String promptField,
    String answerField,
    RunPlan.Counts runs,
    double unseenTests,
    long seed)
    implements Serializable {
  public ImportOptions {
    metrics = metrics.stream().map(DynamicsLayout::metric).distinct().toList();
    if (metrics.isEmpty()) {
      throw new InvalidInputException("metrics is []; give one or more, such as [loss]");
    }
    if (task.isBlank() || promptField.isBlank()) {
      throw new InvalidInputException(
          "task is '%s' and prompt-field '%s'; give both".formatted(task, promptField));
    }
    if (!(unseenTests >= 0 && unseenTests <= 1)) {
      throw new InvalidInputException(
          "unseen-tests is %s; give a fraction from 0 to 1".formatted(unseenTests));
    }
  }
}
