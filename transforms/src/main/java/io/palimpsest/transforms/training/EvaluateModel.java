package io.palimpsest.transforms.training;

import io.palimpsest.model.Torch;
import io.palimpsest.model.evaluation.EvaluationConfig;
import io.palimpsest.model.evaluation.EvaluationFiles;
import io.palimpsest.model.evaluation.PatchEvaluation;
import io.palimpsest.model.evaluation.PatchScores;
import io.palimpsest.schemas.artifact.Attempt;
import io.palimpsest.schemas.artifact.RecordFile;
import io.palimpsest.schemas.artifact.Storage;
import io.palimpsest.schemas.record.PatchForecast;
import io.palimpsest.transforms.artifact.Outcome;
import io.palimpsest.transforms.fork.ForkedTask;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.avro.file.DataFileWriter;

/**
 * Scores a pre-trained checkpoint on validation patches, next to trivial forecasts.
 *
 * @param config how much to evaluate
 * @param checkpoint directory of the checkpoint
 * @param train paths of training shards, for the mean patch
 * @param validation paths of validation shards
 * @param attempt where the forecasts are written
 */
public record EvaluateModel(
    EvaluationConfig config,
    String checkpoint,
    List<String> train,
    List<String> validation,
    Attempt attempt)
    implements ForkedTask {
  /** The forecasts' file, records of {@link PatchForecast}. */
  public static final String FORECASTS = "forecasts.avro";

  public EvaluateModel {
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
    PatchScores scores =
        PatchEvaluation.run(config, new EvaluationFiles(storage, checkpoint, train, validation));
    progress.advance(scores.sequences(), "patch loss %.4f".formatted(scores.loss()));
    writeForecasts(storage, scores.forecasts());
    return WrittenFiles.outcome(storage, attempt, scores.byName());
  }

  private void writeForecasts(Storage storage, List<PatchForecast> forecasts) throws IOException {
    try (DataFileWriter<PatchForecast> out =
        RecordFile.writer(
            PatchForecast.class,
            PatchForecast.getClassSchema(),
            new BufferedOutputStream(storage.create(attempt.data() + "/" + FORECASTS)))) {
      for (PatchForecast forecast : forecasts) {
        out.append(forecast);
      }
    }
  }
}
