package io.palimpsest.pipelines.run;

import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.artifact.Artifact;
import io.palimpsest.schemas.artifact.ArtifactStore;
import io.palimpsest.transforms.storage.BeamStorage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptions;

/** Where artifacts, logs and results lie: a directory of any Beam file system. */
public final class Workspace {
  private final ArtifactStore store;
  private final String path;

  private Workspace(String path) {
    this.path = path;
    this.store = new ArtifactStore(new BeamStorage(), path);
  }

  /**
   * Opens a workspace, which need not exist.
   *
   * @param location a path or a URI such as {@code gs://bucket/folder}
   * @param options with the credentials of object stores
   */
  public static Workspace open(String location, PipelineOptions options) {
    FileSystems.setDefaultPipelineOptions(options);
    boolean remote = location.matches("[a-z0-9+]+://.*");
    String path = remote ? location : Path.of(location).toAbsolutePath().normalize().toString();
    return new Workspace(path.replaceAll("/+$", ""));
  }

  public ArtifactStore store() {
    return store;
  }

  public String path() {
    return path;
  }

  /** Whether it lies on this machine. */
  public boolean isLocal() {
    return path.startsWith("/");
  }

  /** The last artifact of each stage of a workflow. */
  public Function<String, Optional<Artifact>> latest(String workflow) throws IOException {
    Optional<RunResult> latest = RunResult.latest(store.storage(), path, workflow);
    return stage ->
        latest
            .map(run -> run.stages().get(stage))
            .map(StageResult::lastArtifact)
            .flatMap(this::artifact);
  }

  /**
   * Makes sure that it can be written to.
   *
   * @throws InvalidInputException if not
   */
  void requireWritable(String run) {
    String probe = "%s/attempts/%s/probe".formatted(path, run);
    try (OutputStream out = store.storage().create(probe)) {
      out.write(0);
    } catch (IOException e) {
      throw new InvalidInputException(
          "workspace %s cannot be written (%s); name another with --workspace"
              .formatted(path, e.getMessage()),
          e);
    }
  }

  /** Deletes what processes of this machine left that were killed, and empty directories. */
  void sweep() throws IOException {
    String attempts = path + "/attempts/";
    List<String> dead =
        store.storage().list(path + "/attempts").stream()
            .filter(file -> RunId.isDead(file.substring(attempts.length()).replaceAll("/.*", "")))
            .toList();
    store.storage().delete(dead);
    if (isLocal() && Files.isDirectory(Path.of(attempts))) {
      List<Path> runs;
      try (Stream<Path> entries = Files.list(Path.of(attempts))) {
        runs = entries.filter(run -> RunId.isDead(run.getFileName().toString())).toList();
      }
      for (Path run : runs) {
        Trees.delete(run);
      }
    }
  }

  /** Deletes what this process left behind. */
  void leave(String run) throws IOException {
    store.storage().delete(store.storage().list(path + "/attempts/" + run));
    if (isLocal()) {
      Trees.delete(Path.of(path, "attempts", run));
      Trees.deleteIfEmpty(Path.of(path, "attempts"));
      Trees.deleteIfEmpty(Path.of(path, "locks"));
    }
  }

  private Optional<Artifact> artifact(String directory) {
    try {
      return store.read(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
