package io.palimpsest.model.simulation;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a simulator computes the coefficients of a pair of examples. */
public enum Variant {
  /** Inner products behind two-layer networks that both sides share, as in the released code. */
  @JsonProperty("dot")
  DOT,
  /** Inner products behind linear maps, one for each side, as in the paper (equation 5). */
  @JsonProperty("dot-separate")
  DOT_SEPARATE,
  /** A network of both features side by side. */
  @JsonProperty("concat")
  CONCAT,
  /** A parameter for each pair, Simfluence-linear (arXiv 2303.08114); knows no other pair. */
  @JsonProperty("free")
  FREE;

  /** Whether it computes from features, so that it can forecast for examples it never saw. */
  public boolean isFeaturized() {
    return this != FREE;
  }
}
