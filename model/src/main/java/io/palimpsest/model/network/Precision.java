package io.palimpsest.model.network;

/** The type of the network's products; weights, sums, norms and losses are float32 in both. */
public enum Precision {
  FLOAT32,
  /** Half the bytes with float32's range; fast where the device has such products. */
  BFLOAT16
}
