package io.palimpsest.model.optimize;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.Collection;

/** The Euclidean norm of all gradients as one vector, and the factor that clips it. */
public final class GradientNorm {
  private GradientNorm() {}

  /** The norm over the gradients of {@code weights}. */
  public static double of(Collection<NDArray> weights) {
    NDList norms = new NDList(weights.size());
    try {
      for (NDArray weight : weights) {
        try (NDArray gradient = weight.getGradient()) {
          norms.add(gradient.norm());
        }
      }
      try (NDArray all = NDArrays.stack(norms);
          NDArray norm = all.norm()) {
        return norm.getFloat();
      }
    } finally {
      norms.close();
    }
  }

  /** What gradients of norm {@code norm} are multiplied by so that it is at most {@code limit}. */
  public static double clip(double norm, double limit) {
    // The small term is PyTorch's (torch.nn.utils.clip_grad_norm_).
    return Math.min(1, limit / (norm + 1e-6));
  }
}
