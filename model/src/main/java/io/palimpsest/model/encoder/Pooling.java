package io.palimpsest.model.encoder;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Which of a text's states make its vector. */
public enum Pooling {
  /** That of the last token. */
  @JsonProperty("last")
  LAST,
  /** The mean of all tokens'. */
  @JsonProperty("mean")
  MEAN
}
