package io.palimpsest.model.attribution;

import io.palimpsest.schemas.InvalidInputException;
import java.io.Serializable;

/**
 * What decides an attribution, together with its training dynamics.
 *
 * @param method of attribution
 * @param gradients by which weights
 * @param every of how many stored checkpoints {@link GradientMethod#TRACIN_CP} uses one, from the
 *     first; 1 or more
 * @param rescaling of the forecasts
 */
public record AttributionConfig(
    GradientMethod method, Gradients gradients, int every, Rescaling rescaling)
    implements Serializable {
  /**
   * Checks every value.
   *
   * @throws InvalidInputException naming what is out of bounds, and its bound
   */
  public AttributionConfig {
    if (every < 1) {
      throw new InvalidInputException("every is %d: it must be 1 or more".formatted(every));
    }
  }
}
