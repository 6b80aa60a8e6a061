package io.palimpsest.transforms.featurizing;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Which encoder makes features. */
public enum EncoderChoice {
  /** all-MiniLM-L6-v2. */
  @JsonProperty("minilm")
  MINILM,
  /** A checkpoint's own last states. */
  @JsonProperty("subject")
  SUBJECT
}
