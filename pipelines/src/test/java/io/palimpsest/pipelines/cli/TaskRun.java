package io.palimpsest.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.palimpsest.schemas.artifact.RecordFile;
import io.palimpsest.schemas.record.LabeledExample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.file.DataFileStream;

/** A workflow of a task's corpus and perhaps other stages, run in a folder. */
final class TaskRun {
  private final Path workspace;
  private final CommandLineRunner.Result result;

  private TaskRun(Path workspace, CommandLineRunner.Result result) {
    this.workspace = workspace;
    this.result = result;
  }

  /**
   * Runs it.
   *
   * @param directory of workflow and workspace
   * @param corpus the stage's keys but for type and input, as YAML
   * @param stages other stages, as YAML
   */
  static TaskRun of(Path directory, Path input, String corpus, String... stages)
      throws IOException {
    StringBuilder yaml = new StringBuilder("name: task\nseed: 7\nstages:\n");
    yaml.append("  corpus: {type: corpus, input: \"%s\", %s}\n".formatted(input, corpus));
    for (String stage : stages) {
      yaml.append("  ").append(stage).append('\n');
    }
    Path workflow = Files.writeString(directory.resolve("task.yaml"), yaml);
    Path workspace = directory.resolve("workspace");
    return new TaskRun(
        workspace,
        CommandLineRunner.run("run", workflow.toString(), "--workspace", workspace.toString()));
  }

  /** Refused with exit code 2 and this message. */
  void refused(String message) {
    assertThat(result.exit()).as(result.err()).isEqualTo(2);
    assertThat(result.err()).contains(message);
  }

  TaskRun succeeded() {
    assertThat(result.exit()).as(result.err()).isZero();
    return this;
  }

  double metric(String stage, String name) throws IOException {
    JsonNode value = stage(stage).path("metrics").path(name);
    assertThat(value.isNumber()).as(name + " in " + stage(stage).path("metrics")).isTrue();
    return value.doubleValue();
  }

  /** The directory of a stage's artifact. */
  Path artifact(String stage) throws IOException {
    return Path.of(stage(stage).path("artifact").asText());
  }

  /** All figures of a stage by name. */
  JsonNode metrics(String stage) throws IOException {
    return stage(stage).path("metrics");
  }

  List<LabeledExample> examples(String split) throws IOException {
    List<LabeledExample> examples = new ArrayList<>();
    try (Stream<Path> files = Files.list(artifact("corpus"))) {
      for (Path file :
          files.filter(path -> path.getFileName().toString().startsWith(split)).toList()) {
        try (DataFileStream<LabeledExample> in =
            RecordFile.reader(LabeledExample.class, Files.newInputStream(file))) {
          in.forEach(examples::add);
        }
      }
    }
    return examples;
  }

  private JsonNode stage(String name) throws IOException {
    return new ObjectMapper()
        .readTree(workspace.resolve("runs/task/latest.json").toFile())
        .at("/stages/" + name);
  }
}
