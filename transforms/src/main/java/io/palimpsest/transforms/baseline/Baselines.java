package io.palimpsest.transforms.baseline;

import io.palimpsest.model.task.Task;
import io.palimpsest.model.task.TaskScores;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.record.LabeledExample;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Two predictions that a model of a task must beat. {@code majority} is the most frequent training
 * label, the first in the task's order among equals, or the mean number; {@code bag_of_words} is
 * {@link LinearModel} over {@link WordFeatures}.
 */
final class Baselines {
  private final Task task;
  private final long seed;
  private final WordFeatures words = new WordFeatures();
  private final List<LinearModel.Item> training = new ArrayList<>();

  /** One instance for each feature's name, which thousands of examples have. */
  private final Map<String, String> names = new HashMap<>();

  Baselines(Task task, long seed) {
    this.task = task;
    this.seed = seed;
  }

  /** Adds a training example. */
  void learn(LabeledExample example) {
    List<String> features =
        words.of(example).stream().map(name -> names.computeIfAbsent(name, same -> same)).toList();
    training.add(new LinearModel.Item(features, target(example)));
  }

  /**
   * Figures of {@link TaskScores}, each with {@code .majority} and {@code .bag_of_words}.
   *
   * @param scored examples with labels
   */
  SortedMap<String, Double> score(List<LabeledExample> scored) {
    double majority = majority();
    LinearModel<?> model =
        task.isRegression()
            ? LinearModel.regressor(training, seed)
            : LinearModel.classifier(training, seed);
    TaskScores ofMajority = new TaskScores(task);
    TaskScores ofWords = new TaskScores(task);
    for (LabeledExample example : scored) {
      double expected = target(example);
      ofMajority.add(example.getId(), expected, majority);
      ofWords.add(example.getId(), expected, model.predict(words.of(example)));
    }
    SortedMap<String, Double> figures = ofMajority.figures(".majority");
    figures.putAll(ofWords.figures(".bag_of_words"));
    return figures;
  }

  private double majority() {
    if (task.isRegression()) {
      return training.stream().mapToDouble(LinearModel.Item::target).average().orElseThrow();
    }
    int[] counts = new int[task.labels().size()];
    training.forEach(item -> counts[(int) item.target()]++);
    int best = 0;
    for (int i = 1; i < counts.length; i++) {
      best = counts[i] > counts[best] ? i : best;
    }
    return best;
  }

  private double target(LabeledExample example) {
    if (example.getLabel() == null) {
      throw new InvalidInputException(
          "%s has no label; set split of the baseline stage to one that has"
              .formatted(example.getId()));
    }
    return task.target(example.getLabel(), example.getId());
  }
}
