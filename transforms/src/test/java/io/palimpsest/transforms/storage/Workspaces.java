package io.palimpsest.transforms.storage;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.palimpsest.schemas.artifact.Artifact;
import io.palimpsest.schemas.artifact.ArtifactStore;
import io.palimpsest.schemas.artifact.Attempt;
import io.palimpsest.schemas.artifact.Derivation;
import io.palimpsest.schemas.artifact.Manifest;
import io.palimpsest.schemas.artifact.RunInfo;
import io.palimpsest.schemas.artifact.Shard;
import io.palimpsest.schemas.artifact.ShardWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/** Artifacts of plain text files for tests. */
public final class Workspaces {
  private Workspaces() {}

  public static ArtifactStore store(Path directory) {
    FileSystems.setDefaultPipelineOptions(PipelineOptionsFactory.create());
    return new ArtifactStore(new BeamStorage(), directory.toString());
  }

  /** Writes an attempt's only file. */
  static Manifest write(ArtifactStore store, Attempt attempt, String text) throws IOException {
    ShardWriter writer = new ShardWriter(store.storage(), attempt);
    writer.write(text.getBytes(StandardCharsets.UTF_8));
    return manifest(List.of(writer.finish("data.txt", "all", OptionalLong.empty())));
  }

  public static Manifest manifest(List<Shard> shards) {
    Derivation derivation = derivation();
    return new Manifest(
        Manifest.FORMAT,
        "text",
        derivation.fingerprint(),
        derivation,
        new TreeMap<>(),
        shards,
        new TreeMap<>(),
        new RunInfo("test", "stage", "2026-01-01T00:00:00Z", 0, new TreeMap<>()));
  }

  static Artifact commit(ArtifactStore store, String text) throws IOException {
    Attempt attempt = store.begin("run", "text", derivation().fingerprint());
    return store.commit(attempt, write(store, attempt, text));
  }

  static Derivation derivation() {
    return new Derivation(
        "text",
        1,
        JsonNodeFactory.instance.objectNode(),
        new TreeMap<>(),
        List.of(),
        new TreeMap<>());
  }
}
