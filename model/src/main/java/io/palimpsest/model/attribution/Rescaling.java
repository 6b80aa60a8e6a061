package io.palimpsest.model.attribution;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What the one factor is fitted to that all forecast changes of a loss are multiplied by. */
public enum Rescaling {
  /** Nothing: it is 1. */
  @JsonProperty("none")
  NONE(""),
  /** The measured losses that the forecasts are compared with, as the paper's code does. */
  @JsonProperty("truth")
  TRUTH("_truth"),
  /**
   * Losses of seen test examples in runs that no forecast is tested on: those of roles FIT and
   * VALIDATION that have checkpoints.
   */
  @JsonProperty("fit-runs")
  FIT_RUNS("_fit");

  private final String suffix;

  Rescaling(String suffix) {
    this.suffix = suffix;
  }

  /** What stands behind the method's label in the forecasts that are rescaled so. */
  public String suffix() {
    return suffix;
  }
}
