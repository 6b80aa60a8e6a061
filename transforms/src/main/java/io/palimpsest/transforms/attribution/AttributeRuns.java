package io.palimpsest.transforms.attribution;

import io.palimpsest.model.DeviceChoice;
import io.palimpsest.model.Torch;
import io.palimpsest.model.attribution.AttributionConfig;
import io.palimpsest.model.attribution.AttributionFiles;
import io.palimpsest.model.attribution.AttributionMetrics;
import io.palimpsest.model.attribution.Dynamics;
import io.palimpsest.model.attribution.RunAttribution;
import io.palimpsest.model.tokenizer.Tokenizer;
import io.palimpsest.schemas.artifact.Attempt;
import io.palimpsest.schemas.artifact.Storage;
import io.palimpsest.transforms.artifact.InputShard;
import io.palimpsest.transforms.artifact.Outcome;
import io.palimpsest.transforms.artifact.WrittenFiles;
import io.palimpsest.transforms.dynamics.RecordedDynamics;
import io.palimpsest.transforms.fork.ForkedTask;
import io.palimpsest.transforms.tokenizing.TokenizerFile;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Forecasts the losses of training runs, and attributes them to training examples, by gradients at
 * the runs' checkpoints; see {@link RunAttribution}.
 *
 * @param config of the attribution
 * @param device to compute on
 * @param tokenizer that the dynamics were made with
 * @param directory of the dynamics
 * @param recorded the dynamics' files, checkpoints among them
 * @param attempt where forecasts and influences are written
 */
public record AttributeRuns(
    AttributionConfig config,
    DeviceChoice device,
    TokenizerFile tokenizer,
    String directory,
    RecordedDynamics recorded,
    Attempt attempt)
    implements ForkedTask {

  @Override
  public Map<String, String> environment() {
    return Torch.environment();
  }

  @Override
  public Outcome run(Storage storage, int threads, ProgressSink progress) throws IOException {
    Torch.useThreads(threads);
    Torch.useDevice(device);
    List<String> names = recorded.shards().stream().map(InputShard::name).toList();
    AttributionFiles files = new AttributionFiles(storage, directory, names, attempt.data());
    Dynamics dynamics =
        new Dynamics(recorded.runs(), recorded.examples(), recorded.trajectories(Dynamics.LOSS));
    try (Tokenizer open = tokenizer.open()) {
      AttributionMetrics metrics =
          RunAttribution.run(
              config,
              files,
              dynamics,
              open,
              (run, step) -> progress.advance(1, "run %s checkpoint %d".formatted(run, step)));
      return WrittenFiles.outcome(storage, attempt, metrics.byName());
    }
  }
}
