package io.palimpsest.model.dynamics;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.palimpsest.model.data.Batch;
import io.palimpsest.model.data.Sample;
import io.palimpsest.model.loss.LanguageLoss;
import io.palimpsest.model.network.Transformer;
import io.palimpsest.model.training.Trainer;
import java.util.List;
import java.util.Optional;

/**
 * The mean over a step's examples of each example's loss, which is the mean cross-entropy of its
 * answer's tokens, in nats; of a part of a step its share. So the step's gradient is the mean of
 * its examples' gradients, as influence by gradients takes it to be.
 */
final class AnswerLoss implements Trainer.PartLoss {
  private final Transformer network;
  private final int examples;

  /**
   * @param examples in a whole step
   */
  AnswerLoss(Transformer network, int examples) {
    this.network = network;
    this.examples = examples;
  }

  @Override
  public Trainer.Loss of(Batch part, NDManager arrays) {
    NDArray errors = LanguageLoss.of(network, part.arrays(arrays)).tokens().orElseThrow();
    NDArray loss = errors.mul(arrays.create(shares(part.samples()))).sum();
    return new Trainer.Loss(loss, Optional.empty(), Optional.of(loss));
  }

  /** [N]: what each token's error counts. */
  private float[] shares(List<Sample> samples) {
    float[] shares = new float[samples.stream().mapToInt(AnswerTokens::count).sum()];
    int next = 0;
    for (Sample sample : samples) {
      int count = AnswerTokens.count(sample);
      for (int i = 0; i < count; i++) {
        shares[next++] = 1f / ((float) count * examples);
      }
    }
    return shares;
  }
}
