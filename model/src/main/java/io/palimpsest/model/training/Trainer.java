package io.palimpsest.model.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.palimpsest.model.data.Batch;
import io.palimpsest.model.loss.LanguageLoss;
import io.palimpsest.model.network.Transformer;
import io.palimpsest.model.optimize.AdamW;
import io.palimpsest.model.optimize.GradientNorm;
import io.palimpsest.model.optimize.LearningRate;
import java.util.List;
import java.util.Optional;

/** One optimiser step after another on one network. */
public final class Trainer {
  private final Transformer network;
  private final List<NDArray> weights;
  private final AdamW optimizer;
  private final LearningRate schedule;
  private final double clip;
  private final NDManager manager;

  /**
   * @param clip greatest norm of all gradients as one vector
   */
  public Trainer(
      Transformer network, AdamW optimizer, LearningRate schedule, double clip, NDManager manager) {
    this.network = network;
    this.weights = List.copyOf(network.weights().values());
    this.optimizer = optimizer;
    this.schedule = schedule;
    this.clip = clip;
    this.manager = manager;
  }

  /**
   * Learns from a batch that is computed in parts, their gradients added.
   *
   * @param step from 1
   * @throws NonFiniteLossException before any weight has changed
   */
  public Outcome step(int step, List<Batch> parts) {
    int patches = parts.stream().mapToInt(Batch::patches).sum();
    int tokens = parts.stream().mapToInt(Batch::tokens).sum();
    return step(step, parts, (batch, arrays) -> loss(batch.arrays(arrays), patches, tokens));
  }

  /** The loss of a part, a share of the step's. */
  @FunctionalInterface
  public interface PartLoss {
    /** The loss, its parts for the log, all attached to {@code arrays}. */
    Loss of(Batch part, NDManager arrays);
  }

  /**
   * @param total a scalar to be minimised
   * @param patches the part of it that is of patches, for the log
   * @param tokens the part of it that is of tokens, for the log
   */
  public record Loss(NDArray total, Optional<NDArray> patches, Optional<NDArray> tokens) {}

  /** As {@link #step(int, List)} for another loss. */
  public Outcome step(int step, List<Batch> parts, PartLoss loss) {
    double rate = schedule.at(step);
    try (NDManager arrays = manager.newSubManager()) {
      Sums sums = new Sums();
      NDList gradients = new NDList();
      for (Batch part : parts) {
        gradients = backward(part, loss, gradients, sums, arrays);
      }
      double norm = network.script().norm(gradients);
      if (!Double.isFinite(sums.total) || !Double.isFinite(norm)) {
        throw new NonFiniteLossException(step, sums.total, norm, rate);
      }
      optimizer.update(step, rate, gradients, GradientNorm.clip(norm, clip));
      return new Outcome(sums.total, sums.patches, sums.tokens, rate, norm);
    }
  }

  /**
   * The loss before the update and its parts, the step's rate, the gradients' norm before clipping.
   */
  public record Outcome(
      double loss,
      Optional<Double> patchLoss,
      Optional<Double> tokenLoss,
      double learningRate,
      double gradientNorm) {}

  /** The gradients of the parts so far; what else a part needs is given back. */
  private NDList backward(Batch part, PartLoss loss, NDList before, Sums sums, NDManager arrays) {
    try (NDManager own = arrays.newSubManager()) {
      Loss value = loss.of(part, own);
      NDList gradients = network.script().gradients(value.total(), weights);
      sums.add(value);
      if (before.isEmpty()) {
        gradients.attach(arrays);
        return gradients;
      }
      network.script().accumulate(before, gradients);
      return before;
    }
  }

  private Loss loss(Batch.Arrays batch, int patches, int tokens) {
    LanguageLoss errors = LanguageLoss.of(network, batch);
    return new Loss(
        errors.share(patches, tokens),
        errors.patches().map(e -> e.sum().div(patches)),
        errors.tokens().map(e -> e.sum().div(tokens)));
  }

  /** Sums over parts. */
  private static final class Sums {
    private double total;
    private Optional<Double> patches = Optional.empty();
    private Optional<Double> tokens = Optional.empty();

    void add(Loss part) {
      total += part.total().getFloat();
      patches = plus(patches, part.patches());
      tokens = plus(tokens, part.tokens());
    }

    private static Optional<Double> plus(Optional<Double> sum, Optional<NDArray> value) {
      return value.map(v -> sum.orElse(0.0) + v.getFloat()).or(() -> sum);
    }
  }
}
