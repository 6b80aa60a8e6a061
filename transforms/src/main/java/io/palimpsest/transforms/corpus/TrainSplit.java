package io.palimpsest.transforms.corpus;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Which official examples of a task are trained on. */
public enum TrainSplit {
  /** The training files; the development files are the validation split. */
  @JsonProperty("train")
  TRAIN,
  /** The development files, a fraction of whose rows is the validation split. */
  @JsonProperty("dev")
  DEV
}
