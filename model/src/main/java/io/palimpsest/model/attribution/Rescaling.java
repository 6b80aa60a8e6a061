package io.palimpsest.model.attribution;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What the one factor is fitted to that all forecast changes of a loss are multiplied by. */
public enum Rescaling {
  /** Nothing: it is 1. */
  @JsonProperty("none")
  NONE,
  /** The measured losses that the forecasts are compared with, as the paper's code does. */
  @JsonProperty("truth")
  TRUTH,
  /** Losses of seen test examples in runs to fit to; a forecast that could be made. */
  @JsonProperty("fit-runs")
  FIT_RUNS
}
