package io.palimpsest.model.finetuning;

import io.palimpsest.model.network.Precision;
import io.palimpsest.model.task.Task;
import io.palimpsest.model.task.Tasks;
import io.palimpsest.schemas.InvalidInputException;
import java.io.Serializable;
import java.util.List;
import java.util.stream.LongStream;

/**
 * What decides the weights of a fine-tuning, together with its checkpoint, data and number of
 * threads.
 *
 * @param taskName of {@link Tasks#named}
 * @param steps the most optimiser steps of a seed, 1 or more
 * @param batchSize examples a step, 1 or more
 * @param accumulation parts, of equal size but for the last, in which a step's examples are
 *     computed, their gradients added; 1 to {@code batchSize}
 * @param precision of the products
 * @param learningRate the peak, more than 0
 * @param warmup steps until the peak, 0 to {@code steps}
 * @param weightDecay of matrices, 0 or more
 * @param clip greatest global norm of a gradient, more than 0
 * @param seed the first; each is that of a new head and of the examples' order
 * @param seeds how many networks are fine-tuned, with seeds one after another; 1 or more
 * @param evaluateEvery steps between evaluations on the validation examples, 1 or more
 * @param patience evaluations in a row that do not raise the task's primary metric before a seed
 *     stops, 1 or more
 * @param trainExamples the most training examples, the first of the shards; 0 for all
 */
public record FinetuningConfig(
    String taskName,
    int steps,
    int batchSize,
    int accumulation,
    Precision precision,
    double learningRate,
    int warmup,
    double weightDecay,
    double clip,
    long seed,
    int seeds,
    int evaluateEvery,
    int patience,
    int trainExamples)
    implements Serializable {
  private static final int WARMUP = 100;

  /**
   * Checks every value.
   *
   * @throws InvalidInputException naming the first value that is out of bounds, and its bound
   */
  public FinetuningConfig {
    Tasks.named(taskName);
    atLeast("steps", steps, 1);
    atLeast("batch-size", batchSize, 1);
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
    require(
        weightDecay >= 0 && Double.isFinite(weightDecay),
        "weight-decay is " + weightDecay + ": it must be 0 or more");
    require(clip > 0, "clip is " + clip + ": it must be more than 0");
    atLeast("seeds", seeds, 1);
    atLeast("evaluate-every", evaluateEvery, 1);
    atLeast("patience", patience, 1);
    atLeast("train-examples", trainExamples, 0);
  }

  /** The defaults, as the paper fine-tunes: at most 100 steps of warm-up, seeds 7, 8 and 9. */
  public static FinetuningConfig defaults(String taskName, int steps) {
    return new FinetuningConfig(
        taskName,
        steps,
        32,
        1,
        Precision.FLOAT32,
        1e-4,
        Math.min(WARMUP, steps),
        0.1,
        1,
        7,
        3,
        100,
        10,
        0);
  }

  /** The task. */
  public Task task() {
    return Tasks.named(taskName);
  }

  /** All seeds, in order. */
  public List<Long> allSeeds() {
    return LongStream.range(seed, seed + seeds).boxed().toList();
  }

  /** All that decides the weights of one seed, as if it were the only one. */
  FinetuningConfig ofSeed(long one) {
    return new FinetuningConfig(
        taskName,
        steps,
        batchSize,
        accumulation,
        precision,
        learningRate,
        warmup,
        weightDecay,
        clip,
        one,
        1,
        evaluateEvery,
        patience,
        trainExamples);
  }

  private static void atLeast(String name, int value, int bound) {
    require(value >= bound, "%s is %d: it must be %d or more".formatted(name, value, bound));
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new InvalidInputException(message);
    }
  }
}
