package io.palimpsest.transforms.simulation;

import io.palimpsest.model.Torch;
import io.palimpsest.model.deviation.DeviationForecaster;
import io.palimpsest.model.forecast.Forecaster;
import io.palimpsest.model.forecast.Study;
import io.palimpsest.model.simulation.RollOutForecaster;
import io.palimpsest.model.simulation.SimulatorConfig;
import io.palimpsest.schemas.artifact.Attempt;
import io.palimpsest.schemas.artifact.Storage;
import io.palimpsest.transforms.artifact.Outcome;
import io.palimpsest.transforms.artifact.WrittenFiles;
import io.palimpsest.transforms.fork.ForkedTask;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * Fits a simulator to recorded runs.
 *
 * @param config of a roll-out; {@link Method#PALIMPSEST} chooses by itself
 * @param label what its forecasts will be called
 * @param runs how many runs it is fitted to, 0 for all that are for fits
 * @param attempt where the simulator is written
 */
public record FitSimulator(
    Method method,
    SimulatorConfig config,
    String label,
    RecordedStudy study,
    int runs,
    Attempt attempt)
    implements ForkedTask {

  @Override
  public Map<String, String> environment() {
    return Torch.environment();
  }

  @Override
  public Outcome run(Storage storage, int threads, ProgressSink progress) throws IOException {
    Torch.useThreads(threads);
    Map<String, Number> figures = new TreeMap<>();
    long start = System.nanoTime();
    Study read = runs == 0 ? study.read() : study.read().withFitRuns(runs);
    try (Forecaster fitted =
        method == Method.PALIMPSEST ? chosen(read, figures) : learnt(read, figures, progress)) {
      figures.put("fit_seconds", (System.nanoTime() - start) / 1e9);
      fitted.save(storage, attempt.data());
    }
    new SimulatorNote(method, label, study.metric()).write(storage, attempt.data());
    return WrittenFiles.outcome(storage, attempt, figures);
  }

  private static Forecaster chosen(Study study, Map<String, Number> figures) {
    DeviationForecaster fitted = DeviationForecaster.fit(study);
    figures.put("left_out_mse", fitted.config().error());
    figures.put("left_out_mse_mean_trajectory", fitted.config().meanError());
    return fitted;
  }

  private Forecaster learnt(Study study, Map<String, Number> figures, ProgressSink progress) {
    int[] done = {0};
    RollOutForecaster.Fit fit =
        RollOutForecaster.fit(
            config,
            study,
            (updates, error) -> {
              progress.advance(updates - done[0], "validation mse %.5f".formatted(error));
              done[0] = updates;
            });
    figures.put("validation_mse", fit.error());
    figures.put("updates", fit.updates());
    return fit.forecaster();
  }
}
