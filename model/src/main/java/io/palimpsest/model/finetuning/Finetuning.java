package io.palimpsest.model.finetuning;

import io.palimpsest.schemas.record.TrainingStep;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Fine-tunes a pre-trained network with a new head for a task's labels, once for each seed, and
 * keeps of each seed the weights that did best on the validation examples.
 *
 * <p>The same configuration, checkpoint, shards and number of threads ({@link
 * io.palimpsest.model.Torch#useThreads}) give the same bytes of weights on one machine, also if the
 * run was killed and started again: seeds that were finished are not repeated.
 *
 * <pre>{@code
 * Torch.useThreads(2);
 * FinetuningConfig config = FinetuningConfig.defaults("sst-2", 1000);
 * FinetuningMetrics metrics = Finetuning.run(config, files, (seed, step) -> {});
 * }</pre>
 */
public final class Finetuning {
  /** A seed's log, a record of each {@link TrainingStep}. */
  public static final String LOG = "log.avro";

  /** A seed's evaluations, as JSON lines: {@code step} and the task's figures. */
  public static final String EVALUATIONS = "evaluations.jsonl";

  private Finetuning() {}

  /** Hears of each step that an attempt takes. */
  @FunctionalInterface
  public interface Listener {
    /** Called behind a step of a seed. */
    void step(long seed, TrainingStep step);
  }

  /**
   * Fine-tunes all seeds and writes a checkpoint with its log for each, {@code seed-N/}, and
   * {@value FinetunedModel#FILE}.
   *
   * @throws io.palimpsest.schemas.InvalidInputException if the checkpoint is damaged, or the
   *     records do not fit it or the task
   * @throws io.palimpsest.model.training.NonFiniteLossException if a loss is not finite
   */
  public static FinetuningMetrics run(
      FinetuningConfig config, FinetuningFiles files, Listener listener) throws IOException {
    List<String> train = new TaskSamples(config, files).shards();
    FinishedSeeds finished = new FinishedSeeds(files, config);
    List<SeedResult> results = new ArrayList<>();
    for (long seed : config.allSeeds()) {
      Optional<SeedResult> before = finished.find(seed);
      results.add(
          before.isPresent() ? before.get() : one(config, files, train, finished, seed, listener));
    }
    for (SeedResult result : results) {
      finished.copy(result.seed(), files.output() + "/" + FinetunedModel.directory(result.seed()));
    }
    FinetunedModel.of(config.taskName(), results).write(files.storage(), files.output());
    return FinetuningMetrics.of(config.task(), results);
  }

  private static SeedResult one(
      FinetuningConfig config,
      FinetuningFiles files,
      List<String> train,
      FinishedSeeds finished,
      long seed,
      Listener listener)
      throws IOException {
    try (SeedRun run = new SeedRun(config, files, train, seed)) {
      SeedResult result = run.toEnd(listener);
      finished.add(result, run.directory());
      return result;
    }
  }
}
