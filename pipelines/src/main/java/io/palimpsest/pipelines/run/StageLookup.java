package io.palimpsest.pipelines.run;

import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.artifact.Artifact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds an artifact by what a person calls it. */
public final class StageLookup {
  private final Workspace workspace;

  public StageLookup(Workspace workspace) {
    this.workspace = workspace;
  }

  /**
   * The artifact in a directory, or the last one of a stage; of several workflows with such a stage
   * the one that started last.
   *
   * @throws InvalidInputException if there is none
   */
  public Artifact find(String subject) throws IOException {
    boolean local = Files.isDirectory(Path.of(subject));
    String directory = local ? Path.of(subject).toAbsolutePath().normalize().toString() : subject;
    if (subject.contains("/")) {
      return workspace
          .store()
          .read(directory.replaceAll("/+$", ""))
          .orElseThrow(() -> new InvalidInputException(subject + " has no manifest: no artifact"));
    }
    return ofStage(subject)
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "no artifact of a stage '%s' in workspace %s; run it, or name another with --workspace"
                        .formatted(subject, workspace.path())));
  }

  private Optional<Artifact> ofStage(String stage) throws IOException {
    Stream.Builder<Artifact> found = Stream.builder();
    for (String path : workspace.store().storage().list(workspace.path() + "/runs")) {
      if (path.endsWith("/latest.json")) {
        Optional<StageResult> result =
            RunResult.read(workspace.store().storage(), path).map(run -> run.stages().get(stage));
        if (result.isPresent()) {
          workspace.artifact(result.get().lastArtifact()).ifPresent(found);
        }
      }
    }
    return found
        .build()
        .max(Comparator.comparing((Artifact artifact) -> artifact.manifest().run().started()));
  }
}
