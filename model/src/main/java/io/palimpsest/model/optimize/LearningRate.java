package io.palimpsest.model.optimize;

/**
 * Linear warm-up, then half a cosine down to a tenth of the peak at the last step (arXiv
 * 2302.13971, section 2.3).
 *
 * @param peak the greatest rate
 * @param warmup steps until the peak, 0 to start there
 * @param steps all steps, the warm-up among them
 */
public record LearningRate(double peak, int warmup, int steps) {
  private static final double FLOOR = 0.1;

  /** The rate of a step, counted from 1; the warm-up's last step has the peak. */
  public double at(int step) {
    if (step <= warmup) {
      return peak * step / warmup;
    }
    double progress = (step - warmup) / (double) Math.max(1, steps - warmup);
    double cosine = (1 + Math.cos(Math.PI * progress)) / 2;
    return peak * (FLOOR + (1 - FLOOR) * cosine);
  }
}
