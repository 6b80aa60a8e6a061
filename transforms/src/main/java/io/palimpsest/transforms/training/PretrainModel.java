package io.palimpsest.transforms.training;

import io.palimpsest.model.DeviceChoice;
import io.palimpsest.model.Torch;
import io.palimpsest.model.training.Pretraining;
import io.palimpsest.model.training.PretrainingConfig;
import io.palimpsest.model.training.PretrainingFiles;
import io.palimpsest.model.training.PretrainingMetrics;
import io.palimpsest.schemas.artifact.Attempt;
import io.palimpsest.schemas.artifact.Storage;
import io.palimpsest.transforms.artifact.Outcome;
import io.palimpsest.transforms.artifact.WrittenFiles;
import io.palimpsest.transforms.fork.ForkedTask;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Pre-trains a network on patches, tokens or both; goes on from the newest saved state.
 *
 * @param config of the training
 * @param device to train on
 * @param shards paths of the shuffled training shards, in order
 * @param states directory of saved states, outside of the attempt so that the next one finds them
 * @param attempt where the checkpoint is written
 */
public record PretrainModel(
    PretrainingConfig config,
    DeviceChoice device,
    List<String> shards,
    String states,
    Attempt attempt)
    implements ForkedTask {
  public PretrainModel {
    shards = List.copyOf(shards);
  }

  @Override
  public Map<String, String> environment() {
    return Torch.environment();
  }

  @Override
  public Outcome run(Storage storage, int threads, ProgressSink progress) throws IOException {
    Torch.useThreads(threads);
    Torch.useDevice(device);
    PretrainingFiles files =
        new PretrainingFiles(storage, shards, states, attempt.scratch(), attempt.data());
    PretrainingMetrics metrics =
        Pretraining.run(
            config,
            files,
            step ->
                progress.advance(1, "step %d loss %.4f".formatted(step.getStep(), step.getLoss())));
    return WrittenFiles.outcome(storage, attempt, metrics.byName());
  }
}
