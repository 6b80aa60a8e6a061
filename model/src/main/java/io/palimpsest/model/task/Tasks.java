package io.palimpsest.model.task;

import static io.palimpsest.model.metric.Metric.ACCURACY;
import static io.palimpsest.model.metric.Metric.F1;
import static io.palimpsest.model.metric.Metric.MATTHEWS;
import static io.palimpsest.model.metric.Metric.PEARSON;
import static io.palimpsest.model.metric.Metric.SPEARMAN;

import io.palimpsest.model.metric.Metric;
import io.palimpsest.model.task.TaskFile.Part;
import io.palimpsest.schemas.InvalidInputException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All tasks: GLUE (Wang et al. 2019, <a href="https://gluebenchmark.com">gluebenchmark.com</a>)
 * without its diagnostic set, and XNLI (Conneau et al. 2018). Where GLUE scores a task by two
 * metrics, the primary one is what PIXEL (Rust et al. 2023) reports: F1, Spearman.
 */
public final class Tasks {
  private static final List<String> BINARY = List.of("0", "1");
  private static final List<String> ENTAILMENT = List.of("entailment", "not_entailment");
  private static final List<String> INFERENCE = List.of("entailment", "neutral", "contradiction");
  private static final Map<String, Task> BY_NAME = new LinkedHashMap<>();

  static {
    List.of(
            cola(),
            glue("sst-2", "SST-2", BINARY, TaskColumns.single("sentence", "label"), ACCURACY),
            glue("mrpc", "MRPC", BINARY, pair("#1 String", "#2 String", "Quality"), F1, ACCURACY),
            stsb(),
            glue(
                "qqp", "QQP", BINARY, pair("question1", "question2", "is_duplicate"), F1, ACCURACY),
            mnli(),
            glue("qnli", "QNLI", ENTAILMENT, pair("question", "sentence", "label"), ACCURACY),
            glue("rte", "RTE", ENTAILMENT, pair("sentence1", "sentence2", "label"), ACCURACY),
            glue("wnli", "WNLI", BINARY, pair("sentence1", "sentence2", "label"), ACCURACY),
            xnli())
        .forEach(task -> BY_NAME.put(task.name(), task));
  }

  private Tasks() {}

  /** All of them, GLUE's in its order. */
  public static Collection<Task> all() {
    return Collections.unmodifiableCollection(BY_NAME.values());
  }

  /**
   * A task by its name.
   *
   * @throws InvalidInputException if there is none; names those that there are
   */
  public static Task named(String name) {
    Task task = BY_NAME.get(name);
    if (task == null) {
      throw new InvalidInputException(
          "task is '%s'; give one of %s".formatted(name, String.join(", ", BY_NAME.keySet())));
    }
    return task;
  }

  /** A task of classes whose three files name the same columns; its first metric is primary. */
  private static Task glue(
      String name, String folder, List<String> labels, TaskColumns columns, Metric... metrics) {
    return new Task(
        name,
        columns.pair().isEmpty() ? 1 : 2,
        labels,
        Map.of(),
        null,
        List.of(metrics),
        metrics[0],
        List.of(),
        files(columns, columns.unlabelled()),
        Map.of("", folder + ".tsv"));
  }

  /** Its train and dev files do not name their columns: source, label, its mark, sentence. */
  private static Task cola() {
    return new Task(
        "cola",
        1,
        BINARY,
        Map.of(),
        null,
        List.of(MATTHEWS),
        MATTHEWS,
        List.of(),
        files(TaskColumns.single("#4", "#2"), TaskColumns.single("sentence", "")),
        Map.of("", "CoLA.tsv"));
  }

  private static Task stsb() {
    TaskColumns columns = pair("sentence1", "sentence2", "score");
    return new Task(
        "sts-b",
        2,
        List.of(),
        Map.of(),
        new ScoreRange(0, 5),
        List.of(PEARSON, SPEARMAN),
        SPEARMAN,
        List.of(),
        files(columns, columns.unlabelled()),
        Map.of("", "STS-B.tsv"));
  }

  private static Task mnli() {
    TaskColumns columns = pair("sentence1", "sentence2", "gold_label");
    List<String> subsets = List.of("matched", "mismatched");
    List<TaskFile> files = new ArrayList<>();
    files.add(new TaskFile("train.tsv", Part.TRAIN, "", columns));
    for (String subset : subsets) {
      files.add(new TaskFile("dev_" + subset + ".tsv", Part.DEV, subset, columns));
      files.add(new TaskFile("test_" + subset + ".tsv", Part.TEST, subset, columns.unlabelled()));
    }
    return new Task(
        "mnli",
        2,
        INFERENCE,
        Map.of(),
        null,
        List.of(ACCURACY),
        ACCURACY,
        subsets,
        files,
        Map.of("matched", "MNLI-m.tsv", "mismatched", "MNLI-mm.tsv"));
  }

  /** XNLI-1.0 and XNLI-MT-1.0, or a file a language and part: premise, hypothesis, label. */
  private static Task xnli() {
    TaskColumns official = new TaskColumns("sentence1", "sentence2", "gold_label", "language");
    TaskColumns plain = pair("#1", "#2", "#3");
    String language = TaskFile.LANGUAGE;
    return new Task(
        "xnli",
        2,
        INFERENCE,
        Map.of("contradictory", "contradiction"),
        null,
        List.of(ACCURACY),
        ACCURACY,
        List.of("ar bg de el en es fr hi ru sw th tr ur vi zh".split(" ")),
        List.of(
            new TaskFile(
                "multinli.train." + language + ".tsv",
                Part.TRAIN,
                "",
                pair("premise", "hypo", "label")),
            new TaskFile("train-" + language + ".tsv", Part.TRAIN, "", plain),
            new TaskFile("xnli.dev.tsv", Part.DEV, "", official),
            new TaskFile("dev-" + language + ".tsv", Part.DEV, "", plain),
            new TaskFile("xnli.test.tsv", Part.TEST, "", official),
            new TaskFile("test-" + language + ".tsv", Part.TEST, "", plain)),
        Map.of());
  }

  private static List<TaskFile> files(TaskColumns labelled, TaskColumns test) {
    return List.of(
        new TaskFile("train.tsv", Part.TRAIN, "", labelled),
        new TaskFile("dev.tsv", Part.DEV, "", labelled),
        new TaskFile("test.tsv", Part.TEST, "", test));
  }

  private static TaskColumns pair(String text, String pair, String label) {
    return TaskColumns.pair(text, pair, label);
  }
}
