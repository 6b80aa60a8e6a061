package io.palimpsest.model.training;

/**
 * The loss or the gradient of a step was infinite or not a number. The weights were not touched by
 * that step, and the last saved state stays.
 */
public final class NonFiniteLossException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NonFiniteLossException(int step, double loss, double gradientNorm, double learningRate) {
    super(
        ("step %d: loss is %s and the gradient's norm %s at learning rate %s: use a lower learning"
                + " rate or a longer warm-up")
            .formatted(step, loss, gradientNorm, learningRate));
  }
}
