package io.palimpsest.model.task;

import io.palimpsest.schemas.InvalidInputException;
import java.io.IOException;
import java.io.Writer;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * A file of predictions as GLUE's server takes them: {@code index}, tab, {@code prediction}, a row
 * for each test example; labels by their official names, numbers with three decimals.
 */
public final class SubmissionFile {
  private final Task task;
  private final String name;

  private SubmissionFile(Task task, String name) {
    this.task = task;
    this.name = name;
  }

  /**
   * The file for a task's test examples.
   *
   * @param subset of the task, {@code ""} for a task without
   * @throws InvalidInputException if there is no such file
   */
  public static SubmissionFile of(Task task, String subset) {
    String name = task.submissions().get(subset);
    if (name == null) {
      throw new InvalidInputException(
          "task %s has no submission file for '%s' but %s"
              .formatted(task.name(), subset, known(task)));
    }
    return new SubmissionFile(task, name);
  }

  private static String known(Task task) {
    return task.submissions().isEmpty()
        ? "none at all: its test labels are public"
        : task.submissions().keySet().stream()
            .sorted()
            .collect(Collectors.joining("', '", "for '", "'"));
  }

  /** What the server wants it to be called. */
  public String name() {
    return name;
  }

  /**
   * Writes it; does not close {@code out}.
   *
   * @param predictions label indices, or numbers, by {@link Task#row}
   * @throws InvalidInputException if a row lacks a prediction
   * @throws IllegalArgumentException if a prediction is no label index or not finite
   */
  public void write(SortedMap<Long, Double> predictions, Writer out) throws IOException {
    out.write("index\tprediction\n");
    long row = 0;
    for (Map.Entry<Long, Double> each : predictions.entrySet()) {
      if (each.getKey() != row) {
        throw new InvalidInputException(
            "%s has no prediction for row %d of the test file; predict all of its rows"
                .formatted(name, row));
      }
      out.write(row + "\t" + format(each.getValue()) + "\n");
      row++;
    }
  }

  private String format(double prediction) {
    boolean valid =
        task.isRegression()
            ? Double.isFinite(prediction)
            : prediction >= 0
                && prediction < task.labels().size()
                && prediction == Math.rint(prediction);
    if (!valid) {
      throw new IllegalArgumentException(
          "%s is no prediction of task %s".formatted(prediction, task.name()));
    }
    return task.isRegression()
        ? String.format(Locale.ROOT, "%.3f", prediction)
        : task.labels().get((int) prediction);
  }
}
