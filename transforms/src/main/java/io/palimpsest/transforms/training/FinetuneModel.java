package io.palimpsest.transforms.training;

import io.palimpsest.model.DeviceChoice;
import io.palimpsest.model.Torch;
import io.palimpsest.model.finetuning.Finetuning;
import io.palimpsest.model.finetuning.FinetuningConfig;
import io.palimpsest.model.finetuning.FinetuningFiles;
import io.palimpsest.model.finetuning.FinetuningMetrics;
import io.palimpsest.schemas.artifact.Attempt;
import io.palimpsest.schemas.artifact.Storage;
import io.palimpsest.transforms.artifact.Outcome;
import io.palimpsest.transforms.artifact.WrittenFiles;
import io.palimpsest.transforms.fork.ForkedTask;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Fine-tunes a pre-trained network on a task, once for each seed; seeds that an earlier attempt
 * finished are not repeated.
 *
 * @param config of the fine-tuning
 * @param device to train on
 * @param checkpoint directory of the pre-trained network
 * @param train paths of the shuffled training shards, in order
 * @param validation paths of validation shards
 * @param states directory of finished seeds, outside of the attempt so that the next one finds them
 * @param attempt where the networks are written
 */
public record FinetuneModel(
    FinetuningConfig config,
    DeviceChoice device,
    String checkpoint,
    List<String> train,
    List<String> validation,
    String states,
    Attempt attempt)
    implements ForkedTask {
  public FinetuneModel {
    train = List.copyOf(train);
    validation = List.copyOf(validation);
  }

  @Override
  public Map<String, String> environment() {
    return Torch.environment();
  }

  @Override
  public Outcome run(Storage storage, int threads, ProgressSink progress) throws IOException {
    Torch.useThreads(threads);
    Torch.useDevice(device);
    FinetuningFiles files =
        new FinetuningFiles(
            storage, checkpoint, train, validation, states, attempt.scratch(), attempt.data());
    FinetuningMetrics metrics =
        Finetuning.run(
            config,
            files,
            (seed, step) ->
                progress.advance(
                    1,
                    "seed %d step %d loss %.4f".formatted(seed, step.getStep(), step.getLoss())));
    return WrittenFiles.outcome(storage, attempt, metrics.byName());
  }
}
