package io.palimpsest.pipelines.run;

import io.palimpsest.pipelines.workflow.PlannedStage;
import io.palimpsest.schemas.artifact.Artifact;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Told of what happens to a run's stages, in order, by the thread that runs them: it must return at
 * once, and it must not throw.
 */
public interface RunListener {
  /** One that takes no note. */
  RunListener NONE =
      new RunListener() {
        @Override
        public void started(PlannedStage<?> stage, SortedMap<String, Artifact> inputs) {}

        @Override
        public void ended(PlannedStage<?> stage, StageResult result, Optional<Artifact> artifact) {}
      };

  /**
   * A stage begins to make its artifact.
   *
   * @param inputs the artifact at each port
   */
  void started(PlannedStage<?> stage, SortedMap<String, Artifact> inputs);

  /**
   * A stage has made its artifact, was reused, or failed, perhaps before it could start.
   *
   * @param artifact what it made or reused, empty if it failed
   */
  void ended(PlannedStage<?> stage, StageResult result, Optional<Artifact> artifact);
}
