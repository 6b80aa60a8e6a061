package io.palimpsest.model.simulation;

import io.palimpsest.schemas.InvalidInputException;
import java.io.Serializable;

/**
 * What decides a fit, together with its data.
 *
 * @param variant of the coefficients
 * @param order how many earlier values a forecast sees, n, 1 or more
 * @param updates of the weights at most, 1 or more
 * @param batch transitions of an update, each with all test examples, 1 or more
 * @param learningRate the peak, more than 0
 * @param warmup updates until the peak, 0 or more
 * @param weightDecay of matrices, 0 or more
 * @param penalty of the squares of free parameters, 0 or more
 * @param patience validations without a better one until the fit ends, 1 or more
 * @param seed of first weights and order
 */
public record SimulatorConfig(
    Variant variant,
    int order,
    int updates,
    int batch,
    double learningRate,
    int warmup,
    double weightDecay,
    double penalty,
    int patience,
    long seed)
    implements Serializable {
  /** Updates between validations. */
  static final int VALIDATE_EVERY = 25;

  /**
   * Checks every value.
   *
   * @throws InvalidInputException naming the first value that is out of bounds, and its bound
   */
  public SimulatorConfig {
    atLeast("order", order, 1);
    atLeast("updates", updates, 1);
    atLeast("batch", batch, 1);
    atLeast("warmup", warmup, 0);
    atLeast("weight-decay", weightDecay, 0);
    atLeast("penalty", penalty, 0);
    atLeast("patience", patience, 1);
    if (!(learningRate > 0)) {
      throw new InvalidInputException(
          "learning-rate is %s: it must be more than 0".formatted(learningRate));
    }
  }

  private static void atLeast(String name, double value, double bound) {
    if (!(value >= bound)) {
      throw new InvalidInputException(
          "%s is %s: it must be %s or more".formatted(name, value, bound));
    }
  }
}
