package io.palimpsest.model.optimize;

/** What gradients are multiplied by so that their norm, all taken as one vector, has a bound. */
public final class GradientNorm {
  private GradientNorm() {}

  /** The factor for gradients of norm {@code norm} and a bound of {@code limit}. */
  public static double clip(double norm, double limit) {
    // The small term is PyTorch's (torch.nn.utils.clip_grad_norm_).
    return Math.min(1, limit / (norm + 1e-6));
  }
}
