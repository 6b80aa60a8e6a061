package io.palimpsest.transforms.training;

import io.palimpsest.model.DeviceChoice;
import io.palimpsest.model.Torch;
import io.palimpsest.model.scoring.ScoringConfig;
import io.palimpsest.model.scoring.ScoringFiles;
import io.palimpsest.model.scoring.TaskEvaluation;
import io.palimpsest.schemas.artifact.Attempt;
import io.palimpsest.schemas.artifact.Storage;
import io.palimpsest.transforms.artifact.Outcome;
import io.palimpsest.transforms.artifact.WrittenFiles;
import io.palimpsest.transforms.fork.ForkedTask;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Scores a fine-tuned model on its task and writes its predictions, see {@link TaskEvaluation}.
 *
 * @param config how it is scored
 * @param device to compute on
 * @param checkpoint directory of the fine-tuned model
 * @param validation paths of validation shards
 * @param test paths of test shards, may be none
 * @param attempt where the predictions are written
 */
public record EvaluateTask(
    ScoringConfig config,
    DeviceChoice device,
    String checkpoint,
    List<String> validation,
    List<String> test,
    Attempt attempt)
    implements ForkedTask {
  public EvaluateTask {
    validation = List.copyOf(validation);
    test = List.copyOf(test);
  }

  @Override
  public Map<String, String> environment() {
    return Torch.environment();
  }

  @Override
  public Outcome run(Storage storage, int threads, ProgressSink progress) throws IOException {
    Torch.useThreads(threads);
    Torch.useDevice(device);
    ScoringFiles files = new ScoringFiles(storage, checkpoint, validation, test, attempt.data());
    SortedMap<String, Double> figures =
        TaskEvaluation.run(config, files, seed -> progress.advance(1, "seed " + seed));
    return WrittenFiles.outcome(storage, attempt, Map.copyOf(figures));
  }
}
