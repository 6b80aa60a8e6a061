package io.palimpsest.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.palimpsest.model.Torch;
import io.palimpsest.model.checkpoint.Checkpoint;
import io.palimpsest.model.checkpoint.CheckpointFormat;
import io.palimpsest.model.checkpoint.TensorType;
import io.palimpsest.model.network.Architecture;
import io.palimpsest.model.network.ModelConfig;
import io.palimpsest.model.network.Precision;
import io.palimpsest.model.network.Transformer;
import io.palimpsest.schemas.artifact.RecordFile;
import io.palimpsest.schemas.record.Trajectory;
import io.palimpsest.transforms.storage.BeamStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.file.DataFileStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders of Hugging Face's networks as subjects of other stages, on embedded Flink. */
class ImportIT {
  /** What {@code save_pretrained} wrote: float16, in three files. */
  private static final Path LLAMA = Path.of("../model/src/test/resources/llama-half");

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path shared;
  private static Path workspace;
  private static Path neox;

  @TempDir Path directory;

  @BeforeAll
  static void run() throws IOException {
    neox = shared.resolve("neox");
    ModelConfig shape =
        ModelConfig.preset("nano")
            .reading(320, false, true)
            .of(new Architecture.GptNeoX(0.25, true));
    try (NDManager manager = Torch.newManager();
        Transformer network = Transformer.initialized(shape, 1, Precision.FLOAT32, manager)) {
      Checkpoint.save(
          network,
          new BeamStorage(),
          neox.toString(),
          new CheckpointFormat(TensorType.BF16, 30_000));
    }
    StringBuilder rows = new StringBuilder("sentence\tlabel%n".formatted());
    for (int i = 0; i < 12; i++) {
      rows.append("film %d was %s\t%d%n".formatted(i, i % 2 == 0 ? "fine" : "poor", (i + 1) % 2));
    }
    Path task = Files.createDirectories(shared.resolve("sst"));
    Files.writeString(task.resolve("train.tsv"), rows);
    Files.writeString(task.resolve("dev.tsv"), rows.toString().replace("film", "play"));
    Path workflow =
        Files.writeString(
            shared.resolve("imported.yaml"),
            """
            name: imported
            seed: 7
            stages:
              neox: {type: import, input: "%s"}
              llama: {type: import, input: "%s"}
              corpus: {type: corpus, input: "%s", validation: 0.5}
              text: {type: tokenize, from: corpus, max-tokens: 32}
              mix: {type: shuffle, from: text, shards: 1}
              scores: {type: evaluate, from: {checkpoint: neox, examples: mix}, threads: 1}
              prompts: {type: prompt, task: sst-2, input: "%s", train-examples: 8, unseen-train-examples: 0, test-examples: 4, unseen-test-examples: 0}
              runs: {type: dynamics, from: {checkpoint: neox, examples: prompts}, fit-runs: 1, validation-runs: 0, test-runs: 1, run-examples: 8, epochs: 2, learning-rate: 0.003, evaluate-every: 4}
              others: {type: dynamics, from: {checkpoint: llama, examples: prompts}, fit-runs: 1, validation-runs: 0, test-runs: 1, run-examples: 8, epochs: 2, learning-rate: 0.003, evaluate-every: 4}
            """
                .formatted(
                    neox,
                    LLAMA.toAbsolutePath().normalize(),
                    TestCorpus.write(shared.resolve("corpus.jsonl"), 20),
                    task));
    workspace = shared.resolve("workspace");
    CommandLineRunner.Result run =
        CommandLineRunner.run("run", workflow.toString(), "--workspace", workspace.toString());
    assertThat(run.exit()).as(run.err()).isZero();
  }

  @Test
  void aFolderBecomesACheckpointThatNamesItsSources() throws IOException {
    Path artifact = artifact("llama");
    JsonNode manifest = JSON.readTree(artifact.resolve("manifest.json").toFile());
    assertThat(manifest.get("kind").asText()).isEqualTo("checkpoint");
    assertThat(manifest.at("/metrics/vocabulary").asInt()).isEqualTo(300);
    assertThat(manifest.at("/metrics/parameters").asInt()).isEqualTo(14_032);
    List<String> names = new ArrayList<>();
    manifest
        .at("/derivation/sources")
        .forEach(
            source -> {
              names.add(source.get("name").asText());
              assertThat(source.get("checksum").asText()).startsWith("sha256:");
            });
    assertThat(names)
        .containsExactlyInAnyOrder(
            "config.json",
            "model.safetensors.index.json",
            "model-00001-of-00003.safetensors",
            "model-00002-of-00003.safetensors",
            "model-00003-of-00003.safetensors");
    assertThat(Files.readString(artifact.resolve("config.json"))).contains("\"float32\"");
  }

  @Test
  void dynamicsTrainBothNetworks() throws IOException {
    for (String stage : List.of("runs", "others")) {
      List<Trajectory> trajectories = trajectories(artifact(stage));
      assertThat(trajectories).hasSize(8);
      for (Trajectory each : trajectories) {
        List<Float> values = each.getValues();
        assertThat(values.get(values.size() - 1)).isLessThan(values.get(0));
      }
    }
  }

  @Test
  void evaluateScoresOne() throws IOException {
    JsonNode manifest = JSON.readTree(artifact("scores").resolve("manifest.json").toFile());
    // Of 320 tokens that are alike, log2 320 bits for each of its bytes and the end.
    assertThat(manifest.at("/metrics/bits_per_byte").asDouble()).isBetween(8.0, 9.0);
  }

  @Test
  void generateWritesWithOneWhoseVocabularyIsPadded() {
    CommandLineRunner.Result written =
        CommandLineRunner.run(
            "generate",
            "neox",
            "--workspace",
            workspace.toString(),
            "--prompt=a",
            "--max-tokens=2");
    assertThat(written.exit()).as(written.err()).isZero();
  }

  @Test
  void whatCannotBeReadIsRefused() throws IOException {
    refused("config.json is missing: give a checkpoint's directory");
    Files.copy(neox.resolve("config.json"), directory.resolve("config.json"));
    refused("has neither model.safetensors nor model.safetensors.index.json");
    Files.writeString(directory.resolve("pytorch_model.bin"), "pickle");
    refused("pytorch_model.bin is a pickle, which is not read: convert it in Python");
  }

  private void refused(String message) throws IOException {
    Path workflow =
        Files.writeString(
            shared.resolve("bad.yaml"),
            """
            name: bad
            stages:
              subject: {type: import, input: "%s"}
            """
                .formatted(directory));
    CommandLineRunner.Result result =
        CommandLineRunner.run("run", workflow.toString(), "--workspace", workspace.toString());
    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err()).contains(message);
  }

  private static Path artifact(String stage) throws IOException {
    return Path.of(
        JSON.readTree(workspace.resolve("runs/imported/latest.json").toFile())
            .at("/stages/%s/artifact".formatted(stage))
            .asText());
  }

  private static List<Trajectory> trajectories(Path artifact) throws IOException {
    List<Trajectory> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(artifact)) {
      for (Path file :
          files.filter(each -> each.getFileName().toString().startsWith("trajectories")).toList()) {
        try (DataFileStream<Trajectory> in =
            RecordFile.reader(Trajectory.class, Files.newInputStream(file))) {
          in.forEach(all::add);
        }
      }
    }
    return all;
  }
}
