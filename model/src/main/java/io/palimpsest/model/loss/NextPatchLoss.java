package io.palimpsest.model.loss;

import ai.djl.ndarray.NDArray;

/**
 * Next patch prediction (arXiv 2404.10710, section 2.3): squared error of the forecast against the
 * next patch, which is first brought to mean 0 and variance 1 over its own P values (unbiased
 * variance, {@value #EPS} inside the root). The black end patch is a target like any other and
 * normalises to zeros; padding is none.
 */
public final class NextPatchLoss {
  /** Added to a patch's variance, so that a patch of one colour stays finite. */
  public static final double EPS = 1e-6;

  private static final int[] VALUES = {-1};

  private NextPatchLoss() {}

  /** {@code (x - mean) / sqrt(variance + eps)} over the last axis of patches scaled to [0, 1]. */
  public static NDArray normalize(NDArray patches) {
    NDArray centred = patches.sub(patches.mean(VALUES, true));
    return centred.div(deviation(centred));
  }

  /** The root that {@link #normalize} divides by, for patches whose mean is 0. */
  private static NDArray deviation(NDArray centred) {
    long values = centred.getShape().tail();
    return centred.square().mean(VALUES, true).mul(values / (values - 1.0)).add(EPS).sqrt();
  }

  /** Mean squared error of each forecast, [N, P] against [N, P] → [N]. */
  public static NDArray errors(NDArray forecasts, NDArray normalized) {
    return forecasts.sub(normalized).square().mean(VALUES);
  }
}
