package io.palimpsest.model.optimize;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.palimpsest.model.Torch;
import io.palimpsest.model.network.WeightSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Adam with decoupled weight decay (arXiv 1711.05101, algorithm 2), betas 0.9 and 0.95, eps 1e-8.
 * Decay applies to matrices only, not to norms and biases. The moments can be read and set, for an
 * exact resume. Closing gives them back.
 */
public final class AdamW implements AutoCloseable {
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.95;
  private static final double EPS = 1e-8;

  private final Map<String, NDArray> weights;
  private final double weightDecay;
  private final NDManager manager;
  private final Map<String, NDArray> means = new LinkedHashMap<>();
  private final Map<String, NDArray> variances = new LinkedHashMap<>();

  /** An optimiser of {@code weights} by name, all moments 0. */
  public AdamW(Map<String, NDArray> weights, double weightDecay, NDManager parent) {
    this.weights = weights;
    this.weightDecay = weightDecay;
    this.manager = parent.newSubManager();
    weights.forEach((name, weight) -> means.put(name, manager.zeros(weight.getShape())));
    weights.forEach((name, weight) -> variances.put(name, manager.zeros(weight.getShape())));
  }

  /** Puts saved moments in place of the present ones. */
  public void restore(WeightSource means, WeightSource variances) {
    this.means.replaceAll((name, old) -> replaced(name, old, means));
    this.variances.replaceAll((name, old) -> replaced(name, old, variances));
  }

  private NDArray replaced(String name, NDArray old, WeightSource source) {
    Shape shape = old.getShape();
    old.close();
    return Torch.array(manager, source.values(name, shape.getShape()), shape);
  }

  /**
   * Moves the weights along their gradients and sets the gradients to 0.
   *
   * @param step this update's number, from 1
   * @param learningRate the step's rate
   * @param gradientScale multiplies every gradient first, see {@link GradientNorm#clip}
   */
  public void update(int step, double learningRate, double gradientScale) {
    double root = Math.sqrt(1 - Math.pow(BETA2, step));
    double rate = learningRate * root / (1 - Math.pow(BETA1, step));
    weights.forEach(
        (name, weight) -> {
          double decay = weight.getShape().dimension() > 1 ? weightDecay : 0;
          try (NDArray gradient = weight.getGradient()) {
            kernel(name, weight, gradient, learningRate, rate, decay, gradientScale, EPS * root);
          }
        });
  }

  /**
   * DJL's kernel leaves the second moment uncorrected, so the correction's root goes into the rate
   * and into eps: {@code m / (sqrt(v)/r + eps) = r·m / (sqrt(v) + r·eps)}.
   */
  private void kernel(
      String name,
      NDArray weight,
      NDArray gradient,
      double learningRate,
      double correctedRate,
      double decay,
      double scale,
      double eps) {
    weight
        .getNDArrayInternal()
        .adamUpdate(
            new NDList(weight, gradient, means.get(name), variances.get(name)),
            new NDList(weight),
            (float) learningRate,
            (float) correctedRate,
            (float) decay,
            (float) scale,
            /* clipGrad= */ -1,
            (float) BETA1,
            (float) BETA2,
            (float) eps,
            /* lazyUpdate= */ false,
            /* adamw= */ true);
  }

  /** The first moments by weight's name. */
  public Map<String, NDArray> means() {
    return means;
  }

  /** The second moments by weight's name. */
  public Map<String, NDArray> variances() {
    return variances;
  }

  @Override
  public void close() {
    manager.close();
  }
}
