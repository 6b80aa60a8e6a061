package io.palimpsest.pipelines.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palimpsest.pipelines.config.Config;
import io.palimpsest.pipelines.stage.Port;
import io.palimpsest.pipelines.stage.StageRun;
import io.palimpsest.pipelines.stage.StageType;
import io.palimpsest.pipelines.workflow.PlannedStage;
import io.palimpsest.schemas.artifact.Artifact;
import io.palimpsest.schemas.artifact.ArtifactStore;
import io.palimpsest.schemas.artifact.Attempt;
import io.palimpsest.schemas.artifact.Derivation;
import io.palimpsest.schemas.artifact.Manifest;
import io.palimpsest.schemas.artifact.RunInfo;
import io.palimpsest.schemas.artifact.Shard;
import io.palimpsest.transforms.storage.BeamStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Every stage type with a configuration and inputs of which only the manifests exist: enough to
 * build its job, not to run it.
 */
final class StageSamples {
  private static final String FINGERPRINT = "0123456789abcdef".repeat(4);
  private static final SortedMap<String, Double> METRICS =
      new TreeMap<>(
          Map.of("records.pixel", 30.0, "patch_bytes", 256.0, "labels", 2.0, "vocabulary", 0.0));

  private final Path files;
  private final ArtifactStore store;

  StageSamples(Path files, String workspace) {
    this.files = files;
    this.store = new ArtifactStore(new BeamStorage(), workspace);
  }

  ArtifactStore store() {
    return store;
  }

  /** What a workflow would say of the stage. */
  <C extends Record> PlannedStage<C> planned(StageType<C> type) throws IOException {
    return new PlannedStage<>(
        "my-" + type.name(),
        type,
        Config.bind(type.config(), keys(type.name()), 7, key -> ""),
        new TreeMap<>(),
        derivation(type.name()),
        FINGERPRINT,
        Optional.empty(),
        "");
  }

  <C extends Record> StageRun<C> run(PlannedStage<C> stage) {
    SortedMap<String, Artifact> inputs = new TreeMap<>();
    for (Port port : stage.type().ports()) {
      if (port.arity() != Port.Arity.OPTIONAL || port.name().equals("features")) {
        List<String> kinds = port.kinds().isEmpty() ? List.of("scores") : port.kinds();
        boolean all = port.arity() == Port.Arity.MANY && stage.type().name().equals("compare");
        kinds.stream()
            .limit(all ? kinds.size() : 1)
            .forEach(kind -> inputs.put(all ? kind : port.name(), artifact(kind)));
      }
    }
    String attempt = store.workspace() + "/attempts/run/" + stage.type().name();
    return new StageRun<>(
        stage.name(),
        stage.config().value(),
        inputs,
        new Attempt(attempt, stage.type().name(), FINGERPRINT),
        store);
  }

  private Artifact artifact(String kind) {
    List<Shard> shards =
        Stream.of("train", "validation", "all")
            .flatMap(
                split ->
                    Stream.of("a", "b", "c")
                        .map(
                            name ->
                                new Shard(
                                    "%s-%s.avro".formatted(split, name),
                                    split,
                                    OptionalLong.of(10),
                                    1000,
                                    "sha256:" + FINGERPRINT)))
            .toList();
    return new Artifact(
        "%s/artifacts/%s/%s".formatted(store.workspace(), kind, FINGERPRINT),
        new Manifest(
            Manifest.FORMAT,
            kind,
            FINGERPRINT,
            derivation(kind),
            new TreeMap<>(),
            shards,
            METRICS,
            new RunInfo("sample", kind, "2026-01-01T00:00:00Z", 1, new TreeMap<>())));
  }

  private static Derivation derivation(String type) {
    ObjectNode config =
        JsonNodeFactory.instance.objectNode().put("tokenizer", "bytes").put("task", "sst-2");
    return new Derivation(type, 1, config, new TreeMap<>(), List.of(), new TreeMap<>());
  }

  private ObjectNode keys(String type) throws IOException {
    ObjectNode keys = JsonNodeFactory.instance.objectNode();
    switch (type) {
      case "corpus" -> {
        Path folder = Files.createDirectories(files.resolve("texts"));
        for (String name : List.of("a.txt", "b.txt", "c.txt")) {
          Files.writeString(folder.resolve(name), "words");
        }
        keys.put("input", folder.toString()).put("format", "text");
      }
      case "pretrain" -> keys.put("steps", 10);
      case "finetune" -> keys.put("task", "sst-2");
      case "import" -> keys.put("input", files.toString());
      case "prompt" -> {
        String rows = "sentence\tlabel\ngood\t1\nbad\t0\n";
        for (String name : List.of("train.tsv", "dev.tsv")) {
          Files.writeString(files.resolve(name), rows);
        }
        keys.put("task", "sst-2").put("input", files.toString());
      }
      case "import-dynamics" -> {
        Path run = Files.createDirectories(files.resolve("runs/run-1"));
        Files.writeString(run.resolve("train_samples_id.json"), "[[0]]");
        Files.writeString(run.resolve("all_loss_trajectory.out"), "{}");
        Files.writeString(files.resolve("examples.json"), "[]");
        keys.put("input", files.resolve("runs").toString())
            .put("train-examples", files.resolve("examples.json").toString())
            .put("test-examples", files.resolve("examples.json").toString());
      }
      default -> {}
    }
    return keys;
  }
}
