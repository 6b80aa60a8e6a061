package io.palimpsest.pipelines.stage;

import java.util.Locale;

/** The machine that a stage's work wants. */
public enum Place {
  /** Many processors and files: reading, drawing, ordering, counting. */
  DATA,
  /** A network's or simulator's products of matrices: faster where there is a GPU. */
  ACCELERATOR;

  /** As people read it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
