package io.palimpsest.pipelines.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.palimpsest.schemas.artifact.Derivation;
import io.palimpsest.schemas.artifact.Manifest;
import io.palimpsest.schemas.artifact.ManifestJson;
import io.palimpsest.schemas.artifact.RunInfo;
import io.palimpsest.schemas.artifact.Shard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/** A workspace with artifacts and runs of chosen age, without running anything. */
final class WorkspaceBuilder {
  static final Instant NOW = Instant.parse("2026-06-30T12:00:00Z");
  private static final String OF_ANOTHER_MACHINE = "elsewhere-17-%d";

  private final Path directory;
  private final Workspace workspace;
  private int artifacts;

  WorkspaceBuilder(Path directory) {
    this.directory = directory;
    this.workspace = Workspace.open(directory.toString(), PipelineOptionsFactory.create());
  }

  Workspace workspace() {
    return workspace;
  }

  static Instant ago(int days) {
    return NOW.minus(Duration.ofDays(days));
  }

  /** Makes an artifact; returns its type, slash and fingerprint. */
  String artifact(String type, int daysOld, String... inputs) throws IOException {
    TreeMap<String, String> ports = new TreeMap<>();
    for (String input : inputs) {
      ports.put("in-" + ports.size(), input);
    }
    Derivation derivation =
        new Derivation(
            type,
            1,
            JsonNodeFactory.instance.objectNode().put("number", artifacts++),
            ports,
            List.of(),
            new TreeMap<>());
    Manifest manifest =
        new Manifest(
            Manifest.FORMAT,
            "documents",
            derivation.fingerprint(),
            derivation,
            new TreeMap<>(),
            List.of(new Shard("data", "train", OptionalLong.of(1), 4, "sha256:0")),
            new TreeMap<>(),
            new RunInfo("w", type, ago(daysOld).toString(), 60, new TreeMap<>()));
    String id = type + "/" + derivation.fingerprint();
    Path folder = Files.createDirectories(directory.resolve("artifacts").resolve(id));
    Files.writeString(folder.resolve("data"), "data");
    Files.write(folder.resolve(Manifest.FILE_NAME), ManifestJson.toJson(manifest));
    return id;
  }

  /** Records a run, as its workflow's last if no younger one was recorded. */
  void run(String workflow, int daysAgo, String... ids) throws IOException {
    Map<String, StageResult> stages = new LinkedHashMap<>();
    for (String id : ids) {
      String path = "%s/artifacts/%s".formatted(workspace.path(), id);
      stages.put(
          "stage" + stages.size(),
          new StageResult("t", StageResult.State.REUSED, "", path, 0, new TreeMap<>(), "", path));
    }
    RunResult result = new RunResult(workflow, RunResult.State.SUCCEEDED, stages);
    RunRecord.write(
        workspace, result, ago(daysAgo), OF_ANOTHER_MACHINE.formatted(ago(daysAgo).toEpochMilli()));
    boolean isLast =
        RunRecord.list(workspace.store().storage(), workspace.path()).stream()
            .filter(record -> record.workflow().equals(workflow) && !record.isLatest())
            .noneMatch(record -> record.started().isAfter(ago(daysAgo)));
    if (isLast) {
      result.write(workspace.store().storage(), workspace.path());
    }
  }

  /** Writes a file of some age. */
  void file(String path, int daysOld) throws IOException {
    Path file = directory.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "x");
    Files.setLastModifiedTime(file, FileTime.from(ago(daysOld)));
  }

  boolean has(String path) {
    return Files.exists(directory.resolve(path));
  }

  boolean hasArtifact(String id) {
    return has("artifacts/" + id + "/manifest.json") && has("artifacts/" + id + "/data");
  }

  /** The files below a directory of the workspace. */
  List<String> files(String below) throws IOException {
    Path root = directory.resolve(below);
    try (Stream<Path> walk = Files.walk(root)) {
      return walk.filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString())
          .sorted()
          .toList();
    }
  }
}
