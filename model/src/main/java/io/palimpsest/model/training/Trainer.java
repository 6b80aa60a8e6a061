package io.palimpsest.model.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import io.palimpsest.model.Torch;
import io.palimpsest.model.data.PatchBatch;
import io.palimpsest.model.loss.NextPatchLoss;
import io.palimpsest.model.network.PatchDecoder;
import io.palimpsest.model.optimize.AdamW;
import io.palimpsest.model.optimize.GradientNorm;
import io.palimpsest.model.optimize.LearningRate;

/** One optimiser step after another on one network. */
final class Trainer {
  private final PatchDecoder decoder;
  private final AdamW optimizer;
  private final LearningRate schedule;
  private final double clip;
  private final NDManager manager;

  Trainer(
      PatchDecoder decoder,
      AdamW optimizer,
      LearningRate schedule,
      double clip,
      NDManager manager) {
    this.decoder = decoder;
    this.optimizer = optimizer;
    this.schedule = schedule;
    this.clip = clip;
    this.manager = manager;
  }

  /**
   * Learns from a batch.
   *
   * @param step from 1
   * @throws NonFiniteLossException before any weight has changed
   */
  Outcome step(int step, PatchBatch batch) {
    double rate = schedule.at(step);
    double loss = backward(batch);
    double norm = GradientNorm.of(decoder.weights().values());
    if (!Double.isFinite(loss) || !Double.isFinite(norm)) {
      throw new NonFiniteLossException(step, loss, norm, rate);
    }
    optimizer.update(step, rate, GradientNorm.clip(norm, clip));
    return new Outcome(loss, rate, norm);
  }

  /** The loss before the update, the step's rate, the gradients' norm before clipping. */
  record Outcome(double loss, double learningRate, double gradientNorm) {}

  /** Leaves the gradients at the weights. All other arrays live in one manager for the step. */
  private double backward(PatchBatch batch) {
    try (NDManager arrays = manager.newSubManager();
        GradientCollector collector = Torch.engine().newGradientCollector()) {
      PatchBatch.Arrays input = batch.arrays(arrays);
      NDArray target = NextPatchLoss.normalize(input.next());
      NDArray loss = NextPatchLoss.mean(decoder.forecast(input.inputs()), target, input.mask());
      collector.backward(loss);
      return loss.getFloat();
    }
  }
}
