package io.palimpsest.model.training;

import io.palimpsest.schemas.record.TrainingStep;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * Pre-trains a network on patches (arXiv 2404.10710, section 3.1).
 *
 * <p>The same configuration, shards and number of threads ({@link
 * io.palimpsest.model.Torch#useThreads}) give the same bytes of weights on one machine, also if the
 * run was killed and started again any number of times: it goes on from the newest sound state.
 *
 * <pre>{@code
 * Torch.useThreads(2);
 * PretrainingConfig config = PretrainingConfig.defaults("tiny", 600, 7);
 * PretrainingMetrics metrics = Pretraining.run(config, files, step -> {});
 * }</pre>
 */
public final class Pretraining {
  /** The log's name in the output directory: a record of each {@link TrainingStep}. */
  public static final String LOG = "log.avro";

  private Pretraining() {}

  /**
   * Trains to the end and writes {@code model.safetensors}, {@code config.json} and {@value #LOG}.
   *
   * @param listener is told each step that this attempt takes
   * @throws NonFiniteLossException if the loss is not finite; the last saved state stays
   * @throws io.palimpsest.schemas.InvalidInputException if the records do not fit the network
   */
  public static PretrainingMetrics run(
      PretrainingConfig config, PretrainingFiles files, Consumer<TrainingStep> listener)
      throws IOException {
    try (PretrainingRun run = new PretrainingRun(config, files)) {
      return run.toEnd(listener);
    }
  }
}
