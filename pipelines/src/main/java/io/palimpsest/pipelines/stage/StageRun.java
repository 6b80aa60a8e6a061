package io.palimpsest.pipelines.stage;

import io.palimpsest.schemas.artifact.Artifact;
import io.palimpsest.schemas.artifact.ArtifactStore;
import io.palimpsest.schemas.artifact.Attempt;
import java.util.SortedMap;

/**
 * A stage that is about to run.
 *
 * @param name its name in the workflow
 * @param config its configuration
 * @param inputs the artifact at each port
 * @param attempt where it writes
 * @param store the workspace's artifacts
 */
public record StageRun<C extends Record>(
    String name,
    C config,
    SortedMap<String, Artifact> inputs,
    Attempt attempt,
    ArtifactStore store) {
  /** The artifact at a port that takes one. */
  public Artifact input(String port) {
    return inputs.get(port);
  }
}
