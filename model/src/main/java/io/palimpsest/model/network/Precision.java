package io.palimpsest.model.network;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The type of the network's products; weights, sums, norms and losses are float32 in both. */
public enum Precision {
  @JsonProperty("float32")
  FLOAT32,
  /** Half the bytes with float32's range; fast where the device has such products. */
  @JsonProperty("bfloat16")
  BFLOAT16
}
