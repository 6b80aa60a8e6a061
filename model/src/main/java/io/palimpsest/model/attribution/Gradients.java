package io.palimpsest.model.attribution;

import com.fasterxml.jackson.annotation.JsonProperty;

/** By which weights gradients are taken. */
public enum Gradients {
  /** By all. */
  @JsonProperty("full")
  FULL,
  /** By the head of the tokens alone: needs no backward pass through the layers. */
  @JsonProperty("output-layer")
  OUTPUT_LAYER
}
