package io.palimpsest.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.palimpsest.schemas.artifact.RecordFile;
import io.palimpsest.schemas.record.ExampleRole;
import io.palimpsest.schemas.record.PromptExample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.file.DataFileStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Prompts through the command line, and of the real files in {@code shared/data}. */
class PromptIT {
  private static final String FEW =
      "train-examples: 2, unseen-train-examples: 1, test-examples: 2, unseen-test-examples: 1";

  @TempDir Path directory;

  @Test
  void twoRunsGiveTheSameBytesAndOtherBytesAnotherArtifact() throws IOException {
    sst(8);
    String keys = "task: sst-2, input: %s, flip-labels: 0.5, %s".formatted(directory, FEW);
    byte[] first = Files.readAllBytes(run(keys, "a").resolve("prompts.avro"));
    assertThat(Files.readAllBytes(run(keys, "b").resolve("prompts.avro"))).isEqualTo(first);
    Path before = run(keys, "a");
    sst(9);
    assertThat(run(keys, "a")).isNotEqualTo(before);
    assertThat(metrics("a").path("flipped").asInt()).isEqualTo(1);
  }

  @Test
  void whatDoesNotFitIsRefused() throws IOException {
    sst(8);
    String input = "input: " + directory;
    refused("task: sst, " + input, "w.yaml:3: stage 'prompt': task is 'sst'; give one of sst-2,");
    refused("task: sst-2", "task sst-2 needs input and no inputs");
    refused("task: mix, " + input, "task mix needs inputs and no input");
    refused("task: mix, inputs: [here]", "inputs has 'here'; give TASK=FOLDER");
    refused("task: mix, inputs: [rte=a, rte=b]", "inputs has task rte twice");
    refused("task: webnlg, " + input, "has no file 'train/**.xml', which task webnlg needs");
    refused("task: sst-2, " + input, "train-examples is 200, but only 8 examples are left for it");
    refused("task: sst-2, max-bytes: 0, " + input, "max-bytes is 0: it must be 1 or more");
    Files.writeString(directory.resolve("a.json"), "[]");
    refused("task: instructions, flip-labels: 0.1, " + input, "instructions has no labels");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sst-2        | glue/SST-2                   | 400
          rte          | glue/RTE                     | 400
          boolq        | boolq                        | 700
          webnlg       | webnlg                       | 400
          wmt-de-en    | wmt-en-de/opennmt-sample     | 400
          """)
  void realFilesGiveTheWholeNumber(String task, String folder, int bytes) throws IOException {
    Path input = shared(folder);
    Path artifact =
        run("task: %s, input: \"%s\", max-bytes: %d".formatted(task, input, bytes), "real");
    List<PromptExample> examples = examples(artifact);
    assertThat(examples).extracting(PromptExample::getPrompt).doesNotHaveDuplicates();
    assertThat(examples).extracting(PromptExample::getId).doesNotHaveDuplicates();
    assertThat(counts(examples))
        .isEqualTo(
            Map.of(
                ExampleRole.TRAIN, 200L,
                ExampleRole.TRAIN_UNSEEN, 200L,
                ExampleRole.TEST, 200L,
                ExampleRole.TEST_UNSEEN, 100L));
    assertThat(examples)
        .allMatch(example -> example.getAnswer().startsWith(" "))
        .allMatch(
            example ->
                example.getReferences().isEmpty()
                    || example.getReferences().contains(example.getAnswer()));
  }

  @Test
  void realTasksAreMixed() throws IOException {
    List<String> inputs = new ArrayList<>();
    inputs.add("\"sst-2=%s\"".formatted(shared("glue/SST-2")));
    inputs.add("\"webnlg=%s\"".formatted(shared("webnlg")));
    inputs.add("\"instructions=%s\"".formatted(shared("instructions")));
    List<PromptExample> examples = examples(run("task: mix, inputs: " + inputs, "mix"));
    assertThat(
            examples.stream()
                .filter(example -> example.getRole() == ExampleRole.TRAIN)
                .collect(Collectors.groupingBy(PromptExample::getTask, Collectors.counting())))
        .containsEntry("instructions", 67L)
        .containsEntry("sst-2", 67L)
        .containsEntry("webnlg", 66L);
  }

  @Test
  void documentsAreContinued() throws IOException {
    String text = IntStream.range(10, 90).mapToObj(i -> "w" + i).collect(Collectors.joining(" "));
    for (String name : List.of("a", "b", "c")) {
      Files.writeString(directory.resolve(name + ".txt"), text.replace("w", name));
    }
    Files.writeString(directory.resolve("short.txt"), "too short");
    String stages =
        "  corpus: {type: corpus, input: \"%s/*.txt\", validation: 0}\n".formatted(directory)
            + "  prompt: {type: prompt, task: continuation, from: corpus, %s}\n".formatted(FEW);
    assertThat(executeStages(stages, "a").exit()).isZero();
    List<PromptExample> examples = examples(Path.of(latest("a").path("artifact").asText()));
    assertThat(examples).hasSize(6);
    assertThat(examples)
        .extracting(PromptExample::getId, PromptExample::getAnswer)
        .contains(
            org.assertj.core.groups.Tuple.tuple(
                "continuation/b.txt#0", " b30 b31 b32 b33 b34 b35 b36 b37 b38 b39"));
    refused(
        "task: continuation", "stage 'prompt' has task continuation without a stage of documents");
    refused("task: continuation, input: x", "takes the documents of a stage named in from");
    refused(
        "task: mix, inputs: [continuation=x]", "inputs has continuation, which is of documents");
  }

  private void sst(int rows) throws IOException {
    StringBuilder tsv = new StringBuilder("sentence\tlabel\n");
    for (int i = 0; i < rows; i++) {
      tsv.append("text ").append(i).append('\t').append(i % 2).append('\n');
    }
    Files.writeString(directory.resolve("train.tsv"), tsv);
  }

  private Path run(String keys, String workspace) throws IOException {
    CommandLineRunner.Result result = execute(keys, workspace);
    assertThat(result.exit()).as(result.err()).isZero();
    return Path.of(latest(workspace).path("artifact").asText());
  }

  private void refused(String keys, String message) throws IOException {
    CommandLineRunner.Result result = execute(keys, "refused");
    assertThat(result.exit()).as(result.err()).isEqualTo(2);
    assertThat(result.err()).contains(message);
  }

  private CommandLineRunner.Result execute(String keys, String workspace) throws IOException {
    return executeStages("  prompt: {type: prompt, %s}\n".formatted(keys), workspace);
  }

  private CommandLineRunner.Result executeStages(String stages, String workspace)
      throws IOException {
    Path workflow = Files.writeString(directory.resolve("w.yaml"), "name: w\nstages:\n" + stages);
    String path = directory.resolve("workspaces").resolve(workspace).toString();
    return CommandLineRunner.run("run", workflow.toString(), "--workspace", path);
  }

  private JsonNode metrics(String workspace) throws IOException {
    return latest(workspace).path("metrics");
  }

  private JsonNode latest(String workspace) throws IOException {
    Path file = directory.resolve("workspaces").resolve(workspace).resolve("runs/w/latest.json");
    return new ObjectMapper().readTree(file.toFile()).at("/stages/prompt");
  }

  private static List<PromptExample> examples(Path artifact) throws IOException {
    List<PromptExample> examples = new ArrayList<>();
    try (DataFileStream<PromptExample> in =
        RecordFile.reader(
            PromptExample.class, Files.newInputStream(artifact.resolve("prompts.avro")))) {
      in.forEach(examples::add);
    }
    return examples;
  }

  private static Map<ExampleRole, Long> counts(List<PromptExample> examples) {
    return examples.stream()
        .collect(Collectors.groupingBy(PromptExample::getRole, Collectors.counting()));
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
