package io.palimpsest.model.dynamics;

import io.palimpsest.model.network.Precision;
import io.palimpsest.schemas.InvalidInputException;
import java.io.Serializable;

/**
 * What decides the trajectories of a training run, together with its subject, examples, curriculum
 * and number of threads.
 *
 * @param precision of the products
 * @param learningRate the peak, more than 0
 * @param warmup steps until the peak, 0 or more, at most the run's
 * @param weightDecay of matrices, 0 or more
 * @param clip greatest global norm of a gradient, more than 0
 * @param evaluateEvery steps between measurements of the loss, 1 or more
 * @param decodeEvery steps between measurements of greedy decodes; 0 for none
 * @param decodeTokens the most tokens of a decode, 1 or more
 * @param checkpointEvery steps between kept checkpoints of runs of which any are kept, 1 or more
 */
public record DynamicsConfig(
    Precision precision,
    double learningRate,
    int warmup,
    double weightDecay,
    double clip,
    int evaluateEvery,
    int decodeEvery,
    int decodeTokens,
    int checkpointEvery)
    implements Serializable {
  /**
   * Checks every value.
   *
   * @throws InvalidInputException naming the first value that is out of bounds, and its bound
   */
  public DynamicsConfig {
    require(
        learningRate > 0 && Double.isFinite(learningRate),
        "learning-rate is " + learningRate + ": it must be more than 0");
    require(warmup >= 0, "warmup is " + warmup + ": it must be 0 or more");
    require(
        weightDecay >= 0 && Double.isFinite(weightDecay),
        "weight-decay is " + weightDecay + ": it must be 0 or more");
    require(clip > 0, "clip is " + clip + ": it must be more than 0");
    require(evaluateEvery >= 1, "evaluate-every is " + evaluateEvery + ": it must be 1 or more");
    require(decodeEvery >= 0, "decode-every is " + decodeEvery + ": it must be 0 or more");
    require(decodeTokens >= 1, "decode-tokens is " + decodeTokens + ": it must be 1 or more");
    require(
        checkpointEvery >= 1, "checkpoint-every is " + checkpointEvery + ": it must be 1 or more");
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new InvalidInputException(message);
    }
  }
}
