package io.palimpsest.model.prompt;

import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.record.ExampleRole;
import io.palimpsest.schemas.record.PromptExample;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * Chooses the examples of each role among those of one or several tasks, by a hash of seed and id:
 * the choice does not depend on the order in which they are added. Several tasks take turns, so
 * that each has an equal share as long as it has examples. No prompt is chosen twice.
 */
public final class PromptChoice {
  private final PromptConfig config;
  private final Map<String, TaskPool> pools = new LinkedHashMap<>();

  /**
   * What was chosen.
   *
   * @param examples role by role, in the order of the choice
   * @param figures how many there are of each role and task, and how many were passed over
   */
  public record Chosen(List<PromptExample> examples, SortedMap<String, Double> figures) {}

  /**
   * @param tasks that take turns in this order
   * @throws InvalidInputException if labels are to be flipped and no task has any
   */
  public PromptChoice(PromptConfig config, List<PromptTask> tasks) {
    this.config = config;
    if (config.flip() > 0 && tasks.stream().noneMatch(PromptTask::isClassification)) {
      throw new InvalidInputException(
          "flip-labels is %s, but %s has no labels; give 0, or a task of classification"
              .formatted(
                  config.flip(),
                  tasks.stream().map(PromptTask::name).collect(Collectors.joining(", "))));
    }
    tasks.forEach(task -> pools.put(task.name(), new TaskPool(task, config)));
  }

  /**
   * Offers an example.
   *
   * @param example empty for one that is no use, which is counted as passed over
   */
  public void addTraining(PromptTask task, Optional<PromptExample> example) {
    pools.get(task.name()).add(example, /* ofTraining= */ true);
  }

  /** Offers an example to test with; add those to train on before: the first of two is kept. */
  public void addDevelopment(PromptTask task, Optional<PromptExample> example) {
    pools.get(task.name()).add(example, /* ofTraining= */ false);
  }

  /**
   * Chooses, once.
   *
   * @throws InvalidInputException if there are too few; says how many there are
   */
  public Chosen draw() {
    List<PromptExample> all = new ArrayList<>();
    SortedMap<String, Double> figures = new TreeMap<>();
    for (ExampleRole role : ExampleRole.values()) {
      List<PromptExample> drawn = draw(role);
      figures.put(role.name().toLowerCase(Locale.ROOT) + "_examples", (double) drawn.size());
      all.addAll(role == ExampleRole.TRAIN ? LabelFlips.of(config).apply(drawn) : drawn);
    }
    figures.put("flipped", (double) all.stream().filter(PromptExample::getFlipped).count());
    figures.put("passed_over", sum(TaskPool::passedOver));
    figures.put("duplicates", sum(TaskPool::duplicates));
    if (pools.size() > 1) {
      all.forEach(example -> figures.merge(example.getTask() + ".examples", 1.0, Double::sum));
    }
    return new Chosen(all, figures);
  }

  private List<PromptExample> draw(ExampleRole role) {
    List<PromptExample> drawn = new ArrayList<>();
    List<TaskPool> left = new ArrayList<>(pools.values());
    while (drawn.size() < config.count(role)) {
      if (left.isEmpty()) {
        throw tooFew(role, drawn.size());
      }
      TaskPool next = left.remove(0);
      Optional<PromptExample> example = next.take(role);
      if (example.isPresent()) {
        drawn.add(PromptExample.newBuilder(example.get()).setRole(role).build());
        left.add(next);
      }
    }
    return drawn;
  }

  private double sum(ToLongFunction<TaskPool> figure) {
    return pools.values().stream().mapToLong(figure).sum();
  }

  private InvalidInputException tooFew(ExampleRole role, int drawn) {
    String key =
        switch (role) {
          case TRAIN -> "train-examples";
          case TRAIN_UNSEEN -> "unseen-train-examples";
          case TEST -> "test-examples";
          case TEST_UNSEEN -> "unseen-test-examples";
        };
    return new InvalidInputException(
        "%s is %d, but only %d examples are left for it (%d are wanted in all): %s; lower it or another of the four numbers, raise max-bytes, or name more files"
            .formatted(
                key,
                config.count(role),
                drawn,
                config.total(),
                pools.values().stream().map(TaskPool::contents).collect(Collectors.joining("; "))));
  }
}
