package io.palimpsest.model.optimize;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.palimpsest.model.Torch;
import io.palimpsest.model.network.TorchScript;
import io.palimpsest.model.network.WeightSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Adam with decoupled weight decay (arXiv 1711.05101, algorithm 2), betas 0.9 and 0.95, eps 1e-8.
 * Decay applies to matrices only, not to norms and biases. The moments can be read and set, for an
 * exact resume. Closing gives them back.
 */
public final class AdamW implements AutoCloseable {
  private final TorchScript script;
  private final Map<String, NDArray> weights;
  private final double weightDecay;
  private final NDManager manager;
  private final Map<String, NDArray> means = new LinkedHashMap<>();
  private final Map<String, NDArray> variances = new LinkedHashMap<>();

  /** An optimiser of {@code weights} by name, all moments 0. */
  public AdamW(
      TorchScript script, Map<String, NDArray> weights, double weightDecay, NDManager parent) {
    this.script = script;
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
   * Moves the weights along their gradients.
   *
   * @param step this update's number, from 1
   * @param learningRate the step's rate
   * @param gradients in the order of the weights
   * @param gradientScale multiplies every gradient first, see {@link GradientNorm#clip}
   */
  public void update(int step, double learningRate, NDList gradients, double gradientScale) {
    Group matrices = new Group(weightDecay);
    Group others = new Group(0);
    int index = 0;
    for (String name : weights.keySet()) {
      boolean matrix = weights.get(name).getShape().dimension() > 1;
      (matrix ? matrices : others).add(name, gradients.get(index++));
    }
    matrices.update(step, learningRate, gradientScale);
    others.update(step, learningRate, gradientScale);
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

  /** Weights of one decay. */
  private final class Group {
    private final double decay;
    private final List<NDArray> values = new ArrayList<>();
    private final List<NDArray> gradients = new ArrayList<>();
    private final List<NDArray> first = new ArrayList<>();
    private final List<NDArray> second = new ArrayList<>();

    Group(double decay) {
      this.decay = decay;
    }

    void add(String name, NDArray gradient) {
      values.add(weights.get(name));
      gradients.add(gradient);
      first.add(means.get(name));
      second.add(variances.get(name));
    }

    void update(int step, double rate, double scale) {
      if (!values.isEmpty()) {
        script.adamw(step, rate, decay, scale, values, gradients, first, second);
      }
    }
  }
}
