package io.palimpsest.model.evaluation;

import io.palimpsest.model.network.Precision;
import io.palimpsest.schemas.InvalidInputException;
import java.io.Serializable;

/**
 * How much to evaluate.
 *
 * @param batchSize sequences at a time, 1 or more; decides speed and memory only
 * @param precision of the products
 * @param sequences the most validation sequences to score, 1 or more
 * @param meanPatchSequences the most training sequences that the mean patch is taken over, 1 or
 *     more; it settles within a few hundred
 * @param forecasts of how many first sequences to keep the forecast patches, 0 or more
 */
public record EvaluationConfig(
    int batchSize, Precision precision, int sequences, int meanPatchSequences, int forecasts)
    implements Serializable {
  /**
   * 16 at a time, in float32, at most 2000 scored, the mean patch of at most 2000, 8 forecasts
   * kept.
   */
  public static final EvaluationConfig DEFAULTS =
      new EvaluationConfig(16, Precision.FLOAT32, 2000, 2000, 8);

  /**
   * Checks every value.
   *
   * @throws InvalidInputException naming the first value that is out of bounds, and its bound
   */
  public EvaluationConfig {
    atLeast("batch-size", batchSize, 1);
    atLeast("sequences", sequences, 1);
    atLeast("mean-patch-sequences", meanPatchSequences, 1);
    atLeast("forecasts", forecasts, 0);
  }

  private static void atLeast(String name, int value, int bound) {
    if (value < bound) {
      throw new InvalidInputException(
          "%s is %d: it must be %d or more".formatted(name, value, bound));
    }
  }
}
