package io.palimpsest.model.attribution;

import io.palimpsest.schemas.InvalidInputException;
import java.io.Serializable;
import java.util.List;
import java.util.Set;

/**
 * What decides an attribution, together with its training dynamics.
 *
 * @param method of attribution
 * @param gradients by which weights
 * @param every of how many stored checkpoints {@link GradientMethod#TRACIN_CP} uses one, from the
 *     first; 1 or more, and 1 of {@link GradientMethod#GRAD_DOT}
 * @param rescalings of the forecasts, each once; there is a forecast by each
 */
public record AttributionConfig(
    GradientMethod method, Gradients gradients, int every, List<Rescaling> rescalings)
    implements Serializable {
  /**
   * Checks every value.
   *
   * @throws InvalidInputException naming what is out of bounds, and its bound
   */
  public AttributionConfig {
    rescalings = List.copyOf(rescalings);
    require(every >= 1, "every is %d: it must be 1 or more".formatted(every));
    require(
        method == GradientMethod.TRACIN_CP || every == 1,
        "every is %d, but grad_dot takes the last checkpoint alone: leave every out"
            .formatted(every));
    require(!rescalings.isEmpty(), "rescaling is empty: give one or more of none, truth, fit-runs");
    require(
        Set.copyOf(rescalings).size() == rescalings.size(),
        "rescaling is %s: give each but once".formatted(rescalings));
  }

  /**
   * The name in records of influences: the method's, then {@code _output} if gradients are by the
   * output layer alone, then such as {@code _every10} unless all checkpoints are used.
   */
  public String label() {
    return method.label()
        + (gradients == Gradients.OUTPUT_LAYER ? "_output" : "")
        + (every > 1 ? "_every" + every : "");
  }

  /** The name in records of forecasts that are rescaled so: {@link #label} and a suffix. */
  public String label(Rescaling rescaling) {
    return label() + rescaling.suffix();
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new InvalidInputException(message);
    }
  }
}
