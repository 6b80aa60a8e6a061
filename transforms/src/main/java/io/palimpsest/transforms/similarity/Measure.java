package io.palimpsest.transforms.similarity;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** How likeness is measured. */
public enum Measure {
  /** The cosine of features. */
  @JsonProperty("cosine")
  COSINE,
  /** Shared words, weighted. */
  @JsonProperty("bm25")
  BM25;

  /** As in influences and figures. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
