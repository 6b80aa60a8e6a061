package io.palimpsest.model.generation;

import io.palimpsest.schemas.InvalidInputException;

/**
 * How the next token is chosen.
 *
 * @param temperature what logits are divided by; 0 always takes the most likely token
 * @param topP the draw is among the fewest tokens that together are at least this likely (nucleus
 *     sampling, arXiv 1904.09751, section 3.1); 1 for all
 * @param seed of the draws
 */
public record Sampling(double temperature, double topP, long seed) {
  /** The most likely token, always. */
  public static final Sampling GREEDY = new Sampling(0, 1, 0);

  /**
   * Checks every value.
   *
   * @throws InvalidInputException naming the value that is out of bounds, and its bounds
   */
  public Sampling {
    if (!(temperature >= 0 && temperature < Double.POSITIVE_INFINITY)) {
      throw new InvalidInputException(
          "temperature is %s; give 0 (always the most likely token) or more"
              .formatted(temperature));
    }
    if (!(topP > 0 && topP <= 1)) {
      throw new InvalidInputException("top-p is %s; give more than 0, at most 1".formatted(topP));
    }
  }
}
