package io.palimpsest.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From a task's official files to fine-tuned scores, by pixels and by text, on embedded Flink. */
class FinetuneIT {
  private static final int TESTS = 7;

  @TempDir static Path directory;
  private static TaskRun run;

  @BeforeAll
  static void runOnce() throws IOException {
    Path folder = Files.createDirectories(directory.resolve("SST-2"));
    Files.writeString(folder.resolve("train.tsv"), "sentence\tlabel\n" + labelled(48));
    Files.writeString(folder.resolve("dev.tsv"), "sentence\tlabel\n" + labelled(12));
    Files.writeString(folder.resolve("test.tsv"), "index\tsentence\n" + unlabelled());
    List<String> stages = new ArrayList<>();
    stages.add("render-pixel: {type: render, from: corpus, max-patches: 32}");
    stages.add("render-text: {type: tokenize, from: corpus, max-tokens: 48}");
    for (String form : List.of("pixel", "text")) {
      stages.add("shuffle-%s: {type: shuffle, from: render-%1$s, shards: 2}".formatted(form));
      stages.add(
          "pretrain-%s: {type: pretrain, from: shuffle-%1$s, model: nano, steps: 4}"
              .formatted(form));
      stages.add(
          ("finetune-%s: {type: finetune, from: {checkpoint: pretrain-%1$s, examples: shuffle-%1$s},"
                  + " seeds: 2, epochs: 10, batch-size: 8, warmup: 5, learning-rate: 0.003,"
                  + " evaluate-every: 20}")
              .formatted(form));
      stages.add(
          "evaluate-%s: {type: evaluate, from: {checkpoint: finetune-%1$s, examples: shuffle-%1$s}}"
              .formatted(form));
    }
    run = TaskRun.of(directory, folder, "task: sst-2", stages.toArray(String[]::new)).succeeded();
  }

  @ParameterizedTest
  @ValueSource(strings = {"pixel", "text"})
  void learnsTheTask(String form) throws IOException {
    assertThat(ImmutableList.copyOf(run.metrics("evaluate-" + form).fieldNames()))
        .containsExactlyInAnyOrder(
            "examples", "seeds", "sst-2.accuracy.mean", "sst-2.accuracy.std");
    assertThat(run.metric("evaluate-" + form, "examples")).isEqualTo(12);
    assertThat(run.metric("evaluate-" + form, "seeds")).isEqualTo(2);
    double accuracy = run.metric("evaluate-" + form, "sst-2.accuracy.mean");
    assertThat(accuracy).isGreaterThan(0.9);
    assertThat(ImmutableList.copyOf(run.metrics("finetune-" + form).fieldNames()))
        .containsExactlyInAnyOrder(
            "steps",
            "seeds",
            "seconds",
            "model_parameters",
            "best.accuracy.mean",
            "best.accuracy.std");
    assertThat(run.metric("finetune-" + form, "best.accuracy.mean")).isEqualTo(accuracy);
    assertThat(run.metric("finetune-" + form, "steps")).isEqualTo(2 * 60);
    for (String seed : List.of("seed-7", "seed-8")) {
      Path network = run.artifact("finetune-" + form).resolve(seed);
      assertThat(network.resolve("model.safetensors")).isNotEmptyFile();
      assertThat(network.resolve("config.json")).isNotEmptyFile();
      assertThat(network.resolve("log.avro")).isNotEmptyFile();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"pixel", "text"})
  void predictsEveryTestExampleAsTheServerWants(String form) throws IOException {
    Path scores = run.artifact("evaluate-" + form);
    List<String> lines = Files.readAllLines(scores.resolve("submission/SST-2.tsv"));
    assertThat(lines).hasSize(1 + TESTS).first().isEqualTo("index\tprediction");
    int right = 0;
    for (int row = 0; row < TESTS; row++) {
      assertThat(lines.get(1 + row)).matches(row + "\t[01]");
      right += lines.get(1 + row).endsWith(Integer.toString(row % 2)) ? 1 : 0;
    }
    assertThat(right).isGreaterThanOrEqualTo(TESTS - 1);
    List<String> validation = Files.readAllLines(scores.resolve("predictions-validation.tsv"));
    assertThat(validation).hasSize(13).first().isEqualTo("id\tlabel\tseed-7\tseed-8");
    assertThat(validation.subList(1, 13)).allMatch(row -> row.matches("dev\\.tsv@\\d+(\t[01]){3}"));
  }

  @Test
  void leavesNoStatesAndSoundArtifacts() throws IOException {
    Path workspace = directory.resolve("workspace");
    try (var states = Files.walk(workspace.resolve("states"))) {
      assertThat(states.filter(Files::isRegularFile)).isEmpty();
    }
    String workflow = directory.resolve("task.yaml").toString();
    CommandLineRunner.Result verify =
        CommandLineRunner.run("verify", workflow, "--workspace", workspace.toString());
    assertThat(verify.exit()).as(verify.err()).isZero();
  }

  private static String labelled(int count) {
    StringBuilder rows = new StringBuilder();
    for (int row = 0; row < count; row++) {
      rows.append(sentence(row)).append('\t').append(row % 2).append('\n');
    }
    return rows.toString();
  }

  private static String unlabelled() {
    StringBuilder rows = new StringBuilder();
    for (int row = 0; row < TESTS; row++) {
      rows.append(row).append('\t').append(sentence(row)).append('\n');
    }
    return rows.toString();
  }

  private static String sentence(int row) {
    return (row % 2 == 0 ? "awful " : "lovely ") + "film ".repeat(1 + row / 2 % 3).strip();
  }
}
