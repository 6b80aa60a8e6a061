package io.palimpsest.transforms.simulation;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.palimpsest.model.deviation.DeviationForecaster;
import io.palimpsest.model.forecast.Forecaster;
import io.palimpsest.model.simulation.RollOutForecaster;
import io.palimpsest.schemas.artifact.Storage;
import java.io.IOException;

/** The methods that are fitted to recorded runs. */
public enum Method {
  /** Coefficients from features (arXiv 2404.07840). */
  @JsonProperty("gptfluence")
  GPTFLUENCE,
  /** A coefficient for each pair of examples (arXiv 2303.08114). */
  @JsonProperty("simfluence")
  SIMFLUENCE,
  /** Deviations from the mean run, see {@link io.palimpsest.model.deviation}. */
  @JsonProperty("palimpsest")
  PALIMPSEST;

  /** As in workflows and figures. */
  public String label() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  Forecaster load(Storage storage, String directory) throws IOException {
    return this == PALIMPSEST
        ? DeviationForecaster.load(storage, directory)
        : RollOutForecaster.load(storage, directory);
  }
}
