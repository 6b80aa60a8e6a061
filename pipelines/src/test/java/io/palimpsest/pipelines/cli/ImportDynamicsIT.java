package io.palimpsest.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training runs that others recorded, in and out again through the command line. */
class ImportDynamicsIT {
  @TempDir Path directory;

  @Test
  void whatIsExportedIsImportedAsItWas() throws IOException {
    record();
    JsonNode first = imported("runs", "train.json", "test.json", "first");
    assertThat(first.at("/metrics/runs").asInt()).isEqualTo(4);
    assertThat(first.at("/metrics/runs_left_out").asInt()).isEqualTo(1);
    assertThat(first.at("/metrics/unseen_test_examples").asInt()).isEqualTo(2);
    Path out = directory.resolve("out");
    CommandLineRunner.Result export = export("first", out);
    assertThat(export.exit()).as(export.err()).isZero();
    assertThat(export.out()).contains("4 runs written to " + out);
    JsonNode second =
        imported("out", "out/train_examples.json", "out/test_examples.json", "second");
    Path before = Path.of(first.path("artifact").asText());
    Path after = Path.of(second.path("artifact").asText());
    assertThat(after).isNotEqualTo(before);
    for (String file :
        new String[] {"runs-imported.avro", "trajectories-imported.avro", "examples.avro"}) {
      assertThat(after.resolve(file)).hasSameBinaryContentAs(before.resolve(file));
    }
    assertThat(export("first", out).err()).contains("is not empty; name another");
    assertThat(export("first", out).exit()).isEqualTo(2);
  }

  @Test
  void whatIsMissingIsRefused() throws IOException {
    record();
    Files.createDirectories(directory.resolve("empty"));
    Files.writeString(directory.resolve("empty/a.txt"), "a");
    CommandLineRunner.Result none = execute("empty", "train.json", "test.json", "w");
    assertThat(none.exit()).isEqualTo(2);
    assertThat(none.err()).contains("w.yaml:3: ").contains("so nothing to import");
    CommandLineRunner.Result folder = execute("runs", "runs", "test.json", "w");
    assertThat(folder.exit()).isEqualTo(2);
    assertThat(folder.err()).contains("holds 10 files; name one file with examples");
  }

  private void record() throws IOException {
    for (int run = 0; run < 5; run++) {
      Path folder = Files.createDirectories(directory.resolve("runs/seed-" + run));
      StringBuilder batches = new StringBuilder();
      StringBuilder losses = new StringBuilder();
      for (int step = 1; step <= 3; step++) {
        batches.append("{\"step\": %d, \"samples_id\": [%d, %d]}\n".formatted(step, run, step));
      }
      for (int test = 0; test < 4; test++) {
        StringBuilder points = new StringBuilder();
        for (int step = 0; step <= 3; step++) {
          double loss = Math.exp(-0.1 * step - 0.3 * test - 0.01 * run);
          points
              .append(step == 0 ? "" : ", ")
              .append(String.format(Locale.ROOT, "{\"step\": %d, \"loss\": %.9f}", step, loss));
        }
        losses.append("{\"id\": %d, \"loss_trajectory\": [%s]}\n".formatted(test, points));
      }
      Files.writeString(folder.resolve("train_samples_id.json"), batches);
      Files.writeString(folder.resolve("all_loss_trajectory.out"), losses);
    }
    examples("train.json", 5);
    examples("test.json", 4);
  }

  private void examples(String name, int count) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < count; i++) {
      lines.append("{\"id\": %d, \"input\": \"text %d\", \"output\": \" yes\"}\n".formatted(i, i));
    }
    Files.writeString(directory.resolve(name), lines);
  }

  private JsonNode imported(String input, String train, String test, String workspace)
      throws IOException {
    CommandLineRunner.Result result = execute(input, train, test, workspace);
    assertThat(result.exit()).as(result.err()).isZero();
    Path latest = directory.resolve("workspaces").resolve(workspace).resolve("runs/w/latest.json");
    return new ObjectMapper().readTree(latest.toFile()).at("/stages/recorded");
  }

  private CommandLineRunner.Result execute(
      String input, String train, String test, String workspace) throws IOException {
    String keys =
        "input: %s, train-examples: %s, test-examples: %s, fit-runs: 2, validation-runs: 1, test-runs: 1, unseen-tests: 0.5"
            .formatted(directory.resolve(input), directory.resolve(train), directory.resolve(test));
    Path workflow =
        Files.writeString(
            directory.resolve("w.yaml"),
            "name: w\nstages:\n  recorded: {type: import-dynamics, %s}\n".formatted(keys));
    return CommandLineRunner.run("run", workflow.toString(), "--workspace", place(workspace));
  }

  private CommandLineRunner.Result export(String workspace, Path to) {
    return CommandLineRunner.run(
        "export-dynamics", "recorded", "--to", to.toString(), "--workspace", place(workspace));
  }

  private String place(String workspace) {
    return directory.resolve("workspaces").resolve(workspace).toString();
  }
}
