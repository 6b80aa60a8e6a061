package io.palimpsest.transforms.training;

import io.palimpsest.model.DeviceChoice;
import io.palimpsest.model.Torch;
import io.palimpsest.model.evaluation.EvaluationConfig;
import io.palimpsest.model.evaluation.EvaluationFiles;
import io.palimpsest.model.evaluation.LanguageEvaluation;
import io.palimpsest.model.evaluation.Scores;
import io.palimpsest.schemas.artifact.Attempt;
import io.palimpsest.schemas.artifact.Modality;
import io.palimpsest.schemas.artifact.RecordFile;
import io.palimpsest.schemas.artifact.Storage;
import io.palimpsest.schemas.record.PatchForecast;
import io.palimpsest.transforms.artifact.Outcome;
import io.palimpsest.transforms.artifact.WrittenFiles;
import io.palimpsest.transforms.fork.ForkedTask;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.avro.file.DataFileWriter;

/**
 * Scores a pre-trained checkpoint on patches and tokens, next to trivial forecasts.
 *
 * @param config how much to evaluate
 * @param device to compute on
 * @param checkpoint directory of the checkpoint
 * @param train paths of training shards, for the mean patch
 * @param validation paths of the shards to score
 * @param attempt where the forecasts are written
 */
public record EvaluateModel(
    EvaluationConfig config,
    DeviceChoice device,
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
    Torch.useDevice(device);
    Map<Modality, Scores> scores =
        LanguageEvaluation.run(config, new EvaluationFiles(storage, checkpoint, train, validation));
    Map<String, Number> figures = LanguageEvaluation.byName(scores);
    progress.advance(figures.get("sequences").longValue(), note(figures));
    writeForecasts(storage, scores.values().stream().flatMap(s -> s.forecasts().stream()).toList());
    return WrittenFiles.outcome(storage, attempt, figures);
  }

  private static String note(Map<String, Number> figures) {
    return figures.entrySet().stream()
        .filter(figure -> figure.getKey().matches("(pair\\.)?(patch_loss|bits_per_byte)"))
        .map(figure -> "%s %.4f".formatted(figure.getKey(), figure.getValue().doubleValue()))
        .collect(Collectors.joining(", "));
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
