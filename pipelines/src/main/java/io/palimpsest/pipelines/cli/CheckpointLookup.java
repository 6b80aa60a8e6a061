package io.palimpsest.pipelines.cli;

import io.palimpsest.model.checkpoint.Checkpoint;
import io.palimpsest.pipelines.run.StageLookup;
import io.palimpsest.pipelines.run.Workspace;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.artifact.Artifact;
import io.palimpsest.schemas.artifact.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds a checkpoint by what a person calls it. */
final class CheckpointLookup {
  private CheckpointLookup() {}

  /**
   * The directory of a checkpoint's files: a local one that need not be an artifact, such as a
   * published model's, an artifact's, or that of a stage's last artifact.
   *
   * @throws InvalidInputException if there is none
   */
  static String find(Workspace workspace, String subject) throws IOException {
    Path local = Path.of(subject);
    if (Files.exists(local.resolve(Checkpoint.CONFIG))) {
      return local.toAbsolutePath().normalize().toString();
    }
    Artifact artifact = new StageLookup(workspace).find(subject);
    if (!artifact.manifest().kind().equals(Kind.CHECKPOINT)) {
      throw new InvalidInputException(
          "%s holds %s, no checkpoint; name a pretrain or import stage, or a checkpoint's directory"
              .formatted(artifact.directory(), artifact.manifest().kind()));
    }
    return artifact.directory();
  }
}
