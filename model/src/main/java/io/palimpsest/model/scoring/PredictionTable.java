package io.palimpsest.model.scoring;

import io.palimpsest.model.finetuning.Prediction;
import io.palimpsest.model.task.Task;
import io.palimpsest.model.task.TaskScores;
import io.palimpsest.schemas.artifact.Storage;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All predictions of examples, a column for each network. As a file it is tab-separated, with a
 * first line of names: {@code id}, {@code label} (empty where there is none), {@code seed-7} and so
 * on; labels by their names, numbers in full; rows in the order of the shards.
 */
final class PredictionTable {
  private final Task task;
  private final List<String> columns = new ArrayList<>();
  private final Map<String, Row> rows = new LinkedHashMap<>();

  PredictionTable(Task task) {
    this.task = task;
  }

  private record Row(Optional<Double> expected, List<Double> predicted) {}

  /** Begins the next network's column. */
  void begin(String column) {
    columns.add(column);
  }

  void add(Prediction prediction) {
    rows.computeIfAbsent(prediction.id(), id -> new Row(prediction.expected(), new ArrayList<>(1)))
        .predicted()
        .add(prediction.predicted());
  }

  /** How many examples have labels. */
  long labelled() {
    return rows.values().stream().filter(row -> row.expected().isPresent()).count();
  }

  /** The labelled examples with a network's predictions. */
  TaskScores scores(int column) {
    TaskScores scores = new TaskScores(task);
    rows.forEach(
        (id, row) ->
            row.expected()
                .ifPresent(expected -> scores.add(id, expected, row.predicted().get(column))));
    return scores;
  }

  /** A network's predictions by the examples' rows in the official file, by subset. */
  SortedMap<String, SortedMap<Long, Double>> bySubset(int column) {
    SortedMap<String, SortedMap<Long, Double>> subsets = new TreeMap<>();
    rows.forEach(
        (id, row) ->
            subsets
                .computeIfAbsent(task.subset(id).orElse(""), subset -> new TreeMap<>())
                .put(task.row(id), row.predicted().get(column)));
    return Collections.unmodifiableSortedMap(subsets);
  }

  /** Writes a file, unless there is no example. */
  void write(Storage storage, String path) throws IOException {
    if (rows.isEmpty()) {
      return;
    }
    try (Writer out =
        new BufferedWriter(new OutputStreamWriter(storage.create(path), StandardCharsets.UTF_8))) {
      out.write("id\tlabel\t" + String.join("\t", columns) + "\n");
      for (Map.Entry<String, Row> row : rows.entrySet()) {
        out.write(row.getKey() + "\t" + row.getValue().expected().map(this::text).orElse(""));
        for (double predicted : row.getValue().predicted()) {
          out.write("\t" + text(predicted));
        }
        out.write("\n");
      }
    }
  }

  private String text(double value) {
    return task.isRegression() ? Double.toString(value) : task.labels().get((int) value);
  }
}
