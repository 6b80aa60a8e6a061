package io.palimpsest.model.task;

import io.palimpsest.model.metric.Metric;
import io.palimpsest.schemas.InvalidInputException;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A task of language understanding: what is to be said of a sentence or of two, how it is scored,
 * and how its official files lie. {@link Tasks} has them all.
 *
 * @param name as in workflows and figures, such as {@code sst-2}
 * @param sentences how many an example has: 1 or 2
 * @param labels the classes in their official order; empty for regression
 * @param aliases other spellings of labels in official files
 * @param range of the numbers to predict; null for classification
 * @param metrics all that are reported
 * @param primary the one that decides when training stops
 * @param subsets parts of dev and test that are scored apart: languages, domains
 * @param files the official files; where two are for one part and subset, either will do
 * @param submissions names of submission files by subset, {@code ""} for a task without subsets;
 *     empty where none are taken
 */
public record Task(
    String name,
    int sentences,
    List<String> labels,
    Map<String, String> aliases,
    ScoreRange range,
    List<Metric> metrics,
    Metric primary,
    List<String> subsets,
    List<TaskFile> files,
    Map<String, String> submissions)
    implements Serializable {
  public Task {
    labels = List.copyOf(labels);
    aliases = Map.copyOf(aliases);
    metrics = List.copyOf(metrics);
    subsets = List.copyOf(subsets);
    files = List.copyOf(files);
    submissions = Map.copyOf(submissions);
    if (labels.isEmpty() == (range == null)) {
      throw new IllegalArgumentException(name + " must have either labels or a range");
    }
    if (!metrics.contains(primary)) {
      throw new IllegalArgumentException("%s has no metric %s".formatted(name, primary));
    }
  }

  /** Whether numbers are predicted, not classes. */
  public boolean isRegression() {
    return range != null;
  }

  /** Whether its subsets are languages. */
  public boolean isByLanguage() {
    return files.stream().anyMatch(TaskFile::isByLanguage);
  }

  /**
   * A label in its official spelling.
   *
   * @param id of the example, for the message
   * @throws InvalidInputException if it is none of the task's; names value, place and labels
   */
  public String canonical(String label, String id) {
    String official = aliases.getOrDefault(label, label);
    target(official, id);
    return official;
  }

  /**
   * What a model has to predict: the label's index, or the number.
   *
   * @param label in its official spelling
   * @param id of the example, for the message
   * @throws InvalidInputException if it is none of the task's; names value, place and labels
   */
  public double target(String label, String id) {
    return isRegression() ? number(label, id) : index(label, id);
  }

  /**
   * The subset that an example belongs to; empty if it belongs to none, as MNLI's training examples
   * do.
   *
   * @throws InvalidInputException if no file of the task has such an example
   */
  public Optional<String> subset(String id) {
    ExampleId example = ExampleId.parse(id);
    TaskFile file =
        files.stream()
            .filter(each -> each.matches(example.file()))
            .findFirst()
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "'%s' is no example of task %s, whose files are %s"
                            .formatted(
                                id, name, files.stream().map(TaskFile::name).distinct().toList())));
    return example
        .language()
        .or(() -> file.language(example.file()))
        .or(() -> Optional.of(file.subset()).filter(subset -> !subset.isEmpty()));
  }

  /** An example's place among the rows of its file (and language), from 0 on. */
  public long row(String id) {
    return ExampleId.parse(id).row();
  }

  private double index(String label, String id) {
    int index = labels.indexOf(label);
    if (index < 0) {
      throw unknown(label, id, String.join(", ", labels));
    }
    return index;
  }

  private double number(String label, String id) {
    try {
      double number = Double.parseDouble(label);
      if (range.contains(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      // The message below says it.
    }
    throw unknown(label, id, range.toString());
  }

  private InvalidInputException unknown(String label, String id, String allowed) {
    return new InvalidInputException(
        "label '%s' of %s is none of task %s, which are %s; correct the file, or name the task that it belongs to"
            .formatted(label, id, name, allowed));
  }
}
