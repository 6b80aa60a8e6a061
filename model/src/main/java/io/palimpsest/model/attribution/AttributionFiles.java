package io.palimpsest.model.attribution;

import io.palimpsest.schemas.artifact.Storage;
import java.util.List;

/**
 * Where an attribution reads checkpoints and writes.
 *
 * @param storage for all paths
 * @param dynamics directory of training dynamics
 * @param names of the files that must be below it, {@code checkpoints/RUN/step-000000/config.json}
 *     and so on among them; the others are passed over
 * @param output directory for the forecasts and influences
 */
public record AttributionFiles(
    Storage storage, String dynamics, List<String> names, String output) {
  /** Forecast trajectories, records of {@link io.palimpsest.schemas.record.Trajectory}. */
  public static final String FORECASTS = "forecasts.avro";

  /** Records of {@link io.palimpsest.schemas.record.Influence}. */
  public static final String INFLUENCES = "influences.avro";

  public AttributionFiles {
    names = List.copyOf(names);
  }

  /** Those of a run; may be none. */
  StoredCheckpoints checkpoints(String run) {
    return StoredCheckpoints.of(storage, dynamics, names, run);
  }
}
