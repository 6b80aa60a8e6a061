package io.palimpsest.pipelines.run;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palimpsest.model.Torch;
import io.palimpsest.model.checkpoint.Checkpoint;
import io.palimpsest.model.network.ModelConfig;
import io.palimpsest.model.network.Precision;
import io.palimpsest.model.network.Transformer;
import io.palimpsest.pipelines.config.Config;
import io.palimpsest.pipelines.stage.StageType;
import io.palimpsest.pipelines.stage.StageTypes;
import io.palimpsest.pipelines.workflow.PlannedStage;
import io.palimpsest.schemas.artifact.Artifact;
import io.palimpsest.schemas.artifact.ArtifactStore;
import io.palimpsest.schemas.artifact.Attempt;
import io.palimpsest.schemas.artifact.Derivation;
import io.palimpsest.schemas.artifact.Kind;
import io.palimpsest.schemas.artifact.Manifest;
import io.palimpsest.schemas.artifact.RecordFile;
import io.palimpsest.schemas.artifact.RunInfo;
import io.palimpsest.schemas.record.ExampleRole;
import io.palimpsest.schemas.record.PromptExample;
import io.palimpsest.transforms.artifact.WrittenFiles;
import io.palimpsest.transforms.storage.BeamStorage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.avro.file.DataFileWriter;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.runners.flink.FlinkRunner;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/** A workspace with a nano network and some prompts, in which stages are run on embedded Flink. */
final class SmallStudy {
  private static final ModelConfig NANO = ModelConfig.preset("nano").reading(258, false, true);
  private static final Map<ExampleRole, Integer> EXAMPLES =
      new TreeMap<>(
          Map.of(
              ExampleRole.TRAIN, 8,
              ExampleRole.TRAIN_UNSEEN, 8,
              ExampleRole.TEST, 4,
              ExampleRole.TEST_UNSEEN, 2));

  private final ArtifactStore store;
  private final FlinkPipelineOptions options;

  SmallStudy(Path directory) throws IOException {
    store = new ArtifactStore(new BeamStorage(), directory.toString());
    options = PipelineOptionsFactory.create().as(FlinkPipelineOptions.class);
    options.setRunner(FlinkRunner.class);
    // One run behind the other, so that a kill finds some finished and others not.
    options.setParallelism(1);
    EmbeddedFlink.configure(options, directory.resolve("flink"));
  }

  /** A network with random weights. */
  Artifact subject() throws IOException {
    Attempt attempt = store.begin("study", "pretrain", "a".repeat(64));
    try (NDManager manager = Torch.newManager();
        Transformer network = Transformer.initialized(NANO, 1, Precision.FLOAT32, manager)) {
      Checkpoint.save(network, store.storage(), attempt.data());
    }
    return commit(attempt, Kind.CHECKPOINT);
  }

  /** Words with a fixed answer each, some of every role. */
  Artifact prompts() throws IOException {
    Attempt attempt = store.begin("study", "prompt", "b".repeat(64));
    try (DataFileWriter<PromptExample> out =
        RecordFile.writer(
            PromptExample.class,
            PromptExample.getClassSchema(),
            store.storage().create(attempt.data() + "/prompts.avro"))) {
      for (Map.Entry<ExampleRole, Integer> count : EXAMPLES.entrySet()) {
        for (int i = 0; i < count.getValue(); i++) {
          out.append(example(count.getKey(), i));
        }
      }
    }
    return commit(attempt, Kind.PROMPTS);
  }

  private static PromptExample example(ExampleRole role, int number) {
    return PromptExample.newBuilder()
        .setId("words/%s@%d".formatted(role, number))
        .setTask("words")
        .setRole(role)
        .setPrompt("film ".repeat(1 + number % 4) + role.ordinal() + ": ")
        .setAnswer(number % 2 == 0 ? "awful" : "lovely")
        .build();
  }

  private Artifact commit(Attempt attempt, String kind) throws IOException {
    Manifest manifest =
        new Manifest(
            Manifest.FORMAT,
            kind,
            attempt.fingerprint(),
            derivation(attempt.type(), 1, (ObjectNode) Config.yaml("{}"), Map.of(), Map.of()),
            new TreeMap<>(),
            WrittenFiles.outcome(store.storage(), attempt, Map.of()).shards(),
            new TreeMap<>(),
            new RunInfo("study", attempt.type(), "2026-01-01T00:00:00Z", 0, new TreeMap<>()));
    return store.commit(attempt, manifest);
  }

  /**
   * Runs a stage.
   *
   * @param type its name
   * @param keys as YAML
   * @param inputs by port
   */
  Artifact run(String type, String keys, Map<String, Artifact> inputs) throws IOException {
    return run(StageTypes.all().get(type), keys, new TreeMap<>(inputs));
  }

  private <C extends Record> Artifact run(
      StageType<C> type, String keys, SortedMap<String, Artifact> inputs) throws IOException {
    Config<C> config =
        Config.bind(type.config(), (ObjectNode) Config.yaml("{" + keys + "}"), 7, key -> "");
    SortedMap<String, String> identities = new TreeMap<>();
    inputs.forEach(
        (port, artifact) ->
            identities.put(
                port,
                artifact.manifest().derivation().type() + "/" + artifact.manifest().fingerprint()));
    Derivation derivation =
        derivation(
            type.name(), type.version(), config.data(), identities, type.digests(config.value()));
    PlannedStage<C> stage =
        new PlannedStage<>(
            type.name(),
            type,
            config,
            new TreeMap<>(),
            derivation,
            derivation.fingerprint(),
            Optional.empty(),
            "");
    return new StageJob(store, options, "study", RunId.own()).execute(stage, inputs);
  }

  private static Derivation derivation(
      String type,
      int version,
      ObjectNode config,
      Map<String, String> inputs,
      Map<String, String> digests) {
    return new Derivation(
        type, version, config, new TreeMap<>(inputs), List.of(), new TreeMap<>(digests));
  }

  /** All files in a folder of the workspace, by their paths. */
  List<String> files(String folder) throws IOException {
    return store.storage().list(store.workspace() + "/" + folder);
  }
}
