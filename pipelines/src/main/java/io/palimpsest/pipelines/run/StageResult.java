package io.palimpsest.pipelines.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.palimpsest.schemas.artifact.MetricSerializer;
import java.util.SortedMap;

/**
 * What became of a stage in a run.
 *
 * @param type stage type
 * @param state what happened
 * @param fingerprint of its artifact
 * @param artifact the artifact's directory, empty if there is none
 * @param seconds that the stage took, 0 if it was not executed
 * @param metrics of the artifact
 * @param error message of a failed stage, else empty
 * @param lastArtifact the directory of the artifact that the stage had last, in whichever run
 */
public record StageResult(
    String type,
    State state,
    String fingerprint,
    String artifact,
    double seconds,
    @JsonSerialize(contentUsing = MetricSerializer.class) SortedMap<String, Double> metrics,
    String error,
    @JsonProperty("last_artifact") String lastArtifact) {
  /** What happens to a stage. */
  public enum State {
    @JsonProperty("executed")
    EXECUTED,
    @JsonProperty("reused")
    REUSED,
    @JsonProperty("failed")
    FAILED,
    @JsonProperty("skipped")
    SKIPPED
  }
}
