package io.palimpsest.model.attribution;

import io.palimpsest.schemas.artifact.Storage;

/**
 * Where an attribution reads and writes.
 *
 * @param storage for all paths
 * @param dynamics directory of training dynamics: {@code runs.avro}, {@code trajectories.avro},
 *     {@code examples.avro}, and {@code checkpoints/RUN/step-000000/} and so on
 * @param output directory for the forecasts and influences
 */
public record AttributionFiles(Storage storage, String dynamics, String output) {
  /** Forecast trajectories, records of {@link io.palimpsest.schemas.record.Trajectory}. */
  public static final String FORECASTS = "forecasts.avro";

  /** Records of {@link io.palimpsest.schemas.record.Influence}. */
  public static final String INFLUENCES = "influences.avro";
}
