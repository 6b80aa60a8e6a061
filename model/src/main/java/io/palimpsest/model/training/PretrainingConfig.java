package io.palimpsest.model.training;

import io.palimpsest.model.network.ModelConfig;
import io.palimpsest.model.network.Precision;
import io.palimpsest.schemas.InvalidInputException;
import java.io.Serializable;
import java.util.Map;

/**
 * What decides the weights of a pre-training run, together with its data and number of threads, and
 * {@code checkpointEvery}, which does not.
 *
 * @param model the network's shape
 * @param steps optimiser steps, 1 or more
 * @param batchSize sequences a step, 1 or more
 * @param accumulation parts, of equal size but for the last, in which a step's sequences are
 *     computed, their gradients added; 1 or more
 * @param precision of the products
 * @param learningRate the peak, more than 0
 * @param warmup steps until the peak, 0 to {@code steps}
 * @param weightDecay of matrices, 0 or more
 * @param clip greatest global norm of a gradient, more than 0
 * @param seed of the first weights and of the records' order
 * @param checkpointEvery steps between saved states, 1 or more
 * @param checkpointMinutes minutes after which a state is saved also, more than 0
 */
public record PretrainingConfig(
    ModelConfig model,
    int steps,
    int batchSize,
    int accumulation,
    Precision precision,
    double learningRate,
    int warmup,
    double weightDecay,
    double clip,
    long seed,
    int checkpointEvery,
    double checkpointMinutes)
    implements Serializable {

  /** The smaller the network, the greater the rate that it bears. */
  private static final Map<String, Double> LEARNING_RATES =
      Map.of("nano", 3e-3, "tiny", 3e-3, "small", 1e-3, "base", 6e-4, "pixelgpt", 3e-4);

  /**
   * Checks every value.
   *
   * @throws InvalidInputException naming the first value that is out of bounds, and its bound
   */
  public PretrainingConfig {
    require(steps >= 1, "steps is " + steps + ": it must be 1 or more");
    require(batchSize >= 1, "batch-size is " + batchSize + ": it must be 1 or more");
    require(
        accumulation >= 1 && accumulation <= batchSize,
        "accumulation is %d: it must be from 1 to batch-size, which is %d"
            .formatted(accumulation, batchSize));
    require(
        learningRate > 0 && Double.isFinite(learningRate),
        "learning-rate is " + learningRate + ": it must be more than 0");
    require(
        warmup >= 0 && warmup <= steps,
        "warmup is " + warmup + ": it must be from 0 to steps, which is " + steps);
    require(weightDecay >= 0, "weight-decay is " + weightDecay + ": it must be 0 or more");
    require(clip > 0, "clip is " + clip + ": it must be more than 0");
    require(
        checkpointEvery >= 1, "checkpoint-every is " + checkpointEvery + ": it must be 1 or more");
    require(
        checkpointMinutes > 0,
        "checkpoint-minutes is " + checkpointMinutes + ": it must be more than 0");
  }

  /**
   * The defaults for a preset of {@link ModelConfig#preset}, which reads patches alone.
   *
   * @param steps the run's length; a twentieth of it, at most 2000 steps, is warm-up
   */
  public static PretrainingConfig defaults(String model, int steps, long seed) {
    ModelConfig shape = ModelConfig.preset(model).reading(0, true, true);
    int warmup = Math.min(2000, steps / 20);
    return new PretrainingConfig(
        shape,
        steps,
        16,
        1,
        Precision.FLOAT32,
        LEARNING_RATES.get(model),
        warmup,
        0.1,
        1.0,
        seed,
        200,
        10);
  }

  /** This for a network of another shape. */
  public PretrainingConfig withModel(ModelConfig shape) {
    return new PretrainingConfig(
        shape,
        steps,
        batchSize,
        accumulation,
        precision,
        learningRate,
        warmup,
        weightDecay,
        clip,
        seed,
        checkpointEvery,
        checkpointMinutes);
  }

  /** All that decides the weights: how often states are saved does not. */
  PretrainingConfig deciding() {
    return new PretrainingConfig(
        model,
        steps,
        batchSize,
        accumulation,
        precision,
        learningRate,
        warmup,
        weightDecay,
        clip,
        seed,
        1,
        1);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new InvalidInputException(message);
    }
  }
}
