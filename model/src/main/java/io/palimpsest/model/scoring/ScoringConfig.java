package io.palimpsest.model.scoring;

import io.palimpsest.model.network.Precision;
import io.palimpsest.schemas.InvalidInputException;
import java.io.Serializable;

/**
 * How a fine-tuned model is scored.
 *
 * @param batchSize examples at a time, 1 or more; decides speed and memory
 * @param precision of the products
 * @param scored the examples that the figures are of
 */
public record ScoringConfig(int batchSize, Precision precision, Part scored)
    implements Serializable {

  /** Examples apart from those that were learnt from. */
  public enum Part {
    VALIDATION,
    TEST;

    /** Its name in figures and files. */
    public String label() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * Checks every value.
   *
   * @throws InvalidInputException naming the first value that is out of bounds, and its bound
   */
  public ScoringConfig {
    if (batchSize < 1) {
      throw new InvalidInputException("batch-size is " + batchSize + ": it must be 1 or more");
    }
  }
}
