package io.palimpsest.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.palimpsest.model.task.Task;
import io.palimpsest.model.task.Tasks;
import io.palimpsest.schemas.record.LabeledExample;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The official files of tasks, in {@code shared/data} beside the checkout. */
@Tag("real-data")
class TasksIT {
  private static final String BASELINE = "baseline: {type: baseline, from: corpus}";

  @TempDir Path directory;

  @Test
  void sst2IsReadInFullAndWordsBeatTheMajority() throws IOException {
    Path folder = shared("glue/SST-2");
    TaskRun run = TaskRun.of(directory, folder, "task: sst-2", BASELINE).succeeded();
    requireCounts(run, lines(folder, "train.tsv") - 1, lines(folder, "dev.tsv") - 1, 0);
    double majority = run.metric("baseline", "sst-2.accuracy.majority");
    assertThat(majority).isBetween(0.45, 0.6);
    assertThat(run.metric("baseline", "sst-2.accuracy.bag_of_words")).isGreaterThan(0.75);
    assertThat(run.metric("baseline", "examples")).isEqualTo(lines(folder, "dev.tsv") - 1);
  }

  @Test
  void colaHasNamesInItsTestFileOnly() throws IOException {
    Path folder = shared("glue/CoLA");
    TaskRun run = TaskRun.of(directory, folder, "task: cola", BASELINE).succeeded();
    requireCounts(
        run, lines(folder, "train.tsv"), lines(folder, "dev.tsv"), lines(folder, "test.tsv") - 1);
    assertThat(run.examples("test"))
        .allMatch(example -> example.getLabel() == null && example.getTextPair() == null);
    assertThat(run.metric("baseline", "cola.matthews.majority")).isZero();
    assertThat(run.metric("baseline", "cola.matthews.bag_of_words")).isBetween(-0.2, 0.4);
  }

  @Test
  void rteAndMrpcAreReadInFull() throws IOException {
    for (String name : List.of("RTE", "MRPC")) {
      Path folder = shared("glue/" + name);
      Path own = Files.createDirectories(directory.resolve(name));
      String task = name.toLowerCase(java.util.Locale.ROOT);
      TaskRun run = TaskRun.of(own, folder, "task: " + task, BASELINE).succeeded();
      requireCounts(
          run,
          lines(folder, "train.tsv") - 1,
          lines(folder, "dev.tsv") - 1,
          lines(folder, "test.tsv") - 1);
      Set<Long> rows =
          run.examples("test").stream()
              .map(example -> Tasks.named(task).row(example.getId()))
              .collect(Collectors.toSet());
      assertThat(rows).hasSize((int) lines(folder, "test.tsv") - 1).contains(0L);
      assertThat(run.metric("baseline", task + ".accuracy.bag_of_words")).isGreaterThan(0.45);
    }
  }

  @Test
  void xnliTrainsOnDevInOneLanguageAndIsScoredInAll() throws IOException {
    Path folder = shared("xnli");
    String corpus = "task: xnli, train-split: dev, languages: [en], validation: 0.1";
    TaskRun run =
        TaskRun.of(
                directory,
                folder,
                corpus,
                "baseline: {type: baseline, from: corpus, split: test}",
                "render: {type: render, from: corpus, max-patches: 64}",
                "shuffle: {type: shuffle, from: render, shards: 2}")
            .succeeded();
    Task xnli = Tasks.named("xnli");
    List<String> languages = languages(folder);
    List<LabeledExample> train = run.examples("train");
    List<LabeledExample> validation = run.examples("validation");
    long rows = lines(folder, "dev-en.tsv");
    assertThat(train).allMatch(example -> xnli.subset(example.getId()).orElseThrow().equals("en"));
    Set<Long> ofTraining = rows(xnli, train);
    Set<Long> ofValidation = rows(xnli, validation);
    assertThat(ofTraining).doesNotContainAnyElementsOf(ofValidation);
    assertThat(ofTraining.size() + ofValidation.size()).isEqualTo((int) rows);
    assertThat(validation).hasSize(ofValidation.size() * languages.size());
    assertThat(ofValidation.size()).isBetween((int) (rows * 0.07), (int) (rows * 0.13));
    long tests = 0;
    for (String language : languages) {
      tests += lines(folder, "test-" + language + ".tsv");
      double third = run.metric("baseline", "xnli." + language + ".accuracy.majority");
      assertThat(third).isBetween(0.32, 0.35);
    }
    assertThat(run.examples("test"))
        .hasSize((int) tests)
        .allMatch(example -> xnli.labels().contains(example.getLabel()));
    assertThat(run.metric("baseline", "xnli.accuracy.bag_of_words")).isBetween(0.3, 0.6);
    assertThat(run.metric("render", "documents"))
        .isEqualTo(train.size() + validation.size() + tests);
    assertThat(run.metric("shuffle", "test_records")).isEqualTo(tests);
  }

  @Test
  void whatDoesNotFitIsRefused() throws IOException {
    Files.writeString(directory.resolve("train.tsv"), "sentence\tlabel\nfine\t1\nfine\t1\n");
    TaskRun.of(directory, directory, "task: sst-2").refused("has no file 'dev.tsv'");
    Files.writeString(directory.resolve("dev.tsv"), "sentence\tlabel\nfine\t1\nfine\t1\n");
    TaskRun run = TaskRun.of(directory, directory, "task: sst-2").succeeded();
    requireCounts(run, 2, 2, 0);
    Files.writeString(directory.resolve("dev.tsv"), "sentence\tlabel\nfine\tgood\n");
    TaskRun.of(directory, directory, "task: sst-2")
        .refused("label 'good' of dev.tsv@0 is none of task sst-2, which are 0, 1;");
    TaskRun.of(directory, directory, "task: sst2").refused("task is 'sst2'; give one of cola,");
    TaskRun.of(directory, directory, "task: sst-2, label-field: label")
        .refused("leave out format, text-field, pair-field and label-field");
    TaskRun.of(directory, directory, "train-split: dev").refused("set task, or leave them out");
    TaskRun.of(directory, directory, "format: lines", BASELINE).refused("takes");
  }

  private static void requireCounts(TaskRun run, long train, long dev, long test)
      throws IOException {
    assertThat(run.metric("corpus", "train_documents")).isEqualTo(train);
    assertThat(run.metric("corpus", "validation_documents")).isEqualTo(dev);
    assertThat(run.metric("corpus", "test_documents")).isEqualTo(test);
    assertThat(run.metric("corpus", "duplicates")).isZero();
    assertThat(run.metric("corpus", "rejected")).isZero();
    assertThat(run.examples("validation")).hasSize((int) dev);
  }

  private static Set<Long> rows(Task task, List<LabeledExample> examples) {
    return examples.stream().map(example -> task.row(example.getId())).collect(Collectors.toSet());
  }

  private static List<String> languages(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("dev-"))
          .map(name -> name.substring(4, name.length() - 4))
          .toList();
    }
  }

  /** Line feeds, and one more if the last line lacks its own. */
  private static long lines(Path folder, String name) throws IOException {
    String text = Files.readString(folder.resolve(name), StandardCharsets.UTF_8);
    long feeds = text.chars().filter(c -> c == '\n').count();
    return text.endsWith("\n") ? feeds : feeds + 1;
  }

  private static Path shared(String name) {
    Path wanted = Path.of("shared", "data").resolve(name);
    Path here = Path.of("").toAbsolutePath();
    while (here != null && !Files.isDirectory(here.resolve(wanted))) {
      here = here.getParent();
    }
    assumeTrue(here != null, () -> "no folder " + wanted + " beside the checkout");
    return here.resolve(wanted);
  }
}
