package io.palimpsest.transforms.rendering;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What values pixels have. */
public enum Mode {
  /** Red, green and blue; stored as one channel where all pixels of a sequence are grey. */
  @JsonProperty("rgb")
  RGB,
  /** Brightness alone (luma of ITU-R BT.601), one channel. */
  @JsonProperty("grayscale")
  GRAYSCALE,
  /** 0 or 255 by brightness, one channel. */
  @JsonProperty("binary")
  BINARY
}
