package io.palimpsest.pipelines.stage;

import io.palimpsest.schemas.artifact.Artifact;
import io.palimpsest.schemas.artifact.ArtifactStore;
import io.palimpsest.schemas.artifact.Kind;
import java.io.IOException;
import java.util.Optional;

/** The task that samples are of, as the examples say that they were made from. */
final class TaskName {
  private TaskName() {}

  /** The task of the first examples, if they are of a task and are still there. */
  static Optional<String> of(Artifact samples, ArtifactStore store) throws IOException {
    if (samples.manifest().kind().equals(Kind.EXAMPLES)) {
      String task = samples.manifest().derivation().config().path("task").asText("");
      return Optional.of(task).filter(name -> !name.isEmpty());
    }
    for (String input : samples.manifest().derivation().inputs().values()) {
      String[] typeAndFingerprint = input.split("/", 2);
      Optional<Artifact> artifact = store.find(typeAndFingerprint[0], typeAndFingerprint[1]);
      Optional<String> task = artifact.isPresent() ? of(artifact.get(), store) : Optional.empty();
      if (task.isPresent()) {
        return task;
      }
    }
    return Optional.empty();
  }
}
