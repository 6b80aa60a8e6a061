package io.palimpsest.transforms.simulation;

import io.palimpsest.model.Torch;
import io.palimpsest.model.forecast.Forecaster;
import io.palimpsest.model.forecast.RunForecast;
import io.palimpsest.model.forecast.Study;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.artifact.Attempt;
import io.palimpsest.schemas.artifact.RecordFile;
import io.palimpsest.schemas.artifact.Storage;
import io.palimpsest.schemas.record.Influence;
import io.palimpsest.schemas.record.RunRole;
import io.palimpsest.schemas.record.TrainingRun;
import io.palimpsest.schemas.record.Trajectory;
import io.palimpsest.transforms.artifact.InputShard;
import io.palimpsest.transforms.artifact.Outcome;
import io.palimpsest.transforms.artifact.WrittenFiles;
import io.palimpsest.transforms.dynamics.RecordedDynamics;
import io.palimpsest.transforms.fork.ForkedTask;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.file.DataFileWriter;

/**
 * Forecasts the test runs of recorded dynamics by a simulator, {@value #FORECASTS}, and says what
 * each training example does to each test example in them, {@value #INFLUENCES}.
 *
 * @param simulator directory of its artifact
 * @param features of the runs' examples; none if the simulator needs none
 * @param influence whether influences are wanted
 * @param attempt where the files are written
 */
public record SimulateRuns(
    String simulator,
    RecordedDynamics dynamics,
    List<InputShard> features,
    boolean influence,
    Attempt attempt)
    implements ForkedTask {
  static final String FORECASTS = "forecasts.avro";
  static final String INFLUENCES = "influences.avro";

  public SimulateRuns {
    features = List.copyOf(features);
  }

  @Override
  public Map<String, String> environment() {
    return Torch.environment();
  }

  @Override
  public Outcome run(Storage storage, int threads, ProgressSink progress) throws IOException {
    Torch.useThreads(threads);
    SimulatorNote note = SimulatorNote.read(storage, simulator);
    Study study = new RecordedStudy(dynamics, features, note.metric()).read();
    List<TrainingRun> runs = study.runs(RunRole.TEST, RunRole.TEST_UNSEEN);
    if (runs.isEmpty()) {
      throw new InvalidInputException(
          "the dynamics have no test run: set their test-runs or unseen-runs to 1 or more");
    }
    Totals totals = new Totals();
    try (Forecaster forecaster = note.method().load(storage, simulator);
        DataFileWriter<Trajectory> forecasts =
            RecordFile.writer(Trajectory.class, storage, path(FORECASTS));
        DataFileWriter<Influence> influences =
            RecordFile.writer(Influence.class, storage, path(INFLUENCES))) {
      for (TrainingRun run : runs) {
        long start = System.nanoTime();
        Optional<RunForecast> forecast = forecaster.forecast(study, run, false);
        totals.add(forecast, (System.nanoTime() - start) / 1e9);
        if (forecast.isPresent()) {
          write(note, forecast.get(), forecasts);
        }
        if (forecast.isPresent() && influence) {
          write(note, run, forecaster.forecast(study, run, true).orElseThrow(), influences);
        }
        progress.advance(1, run.getId());
      }
    }
    return WrittenFiles.outcome(storage, attempt, totals.figures());
  }

  private String path(String name) {
    return attempt.data() + "/" + name;
  }

  private static void write(
      SimulatorNote note, RunForecast forecast, DataFileWriter<Trajectory> out) throws IOException {
    for (Trajectory each : forecast.trajectories()) {
      out.append(Trajectory.newBuilder(each).setMethod(note.label()).build());
    }
  }

  private static void write(
      SimulatorNote note, TrainingRun run, RunForecast forecast, DataFileWriter<Influence> out)
      throws IOException {
    for (RunForecast.Effect effect : forecast.effects()) {
      for (int test = 0; test < effect.value().length; test++) {
        out.append(
            Influence.newBuilder()
                .setMethod(note.label())
                .setRun(run.getId())
                .setMetric(note.metric())
                .setTrainExample(effect.example())
                .setTestExample(forecast.trajectories().get(test).getExample())
                .setValue(effect.value()[test])
                .setAdditive(effect.additive()[test])
                .setMultiplicative(effect.multiplicative()[test])
                .build());
      }
    }
  }

  /** What all forecasts together took. */
  private static final class Totals {
    private int refused;
    private int trajectories;
    private double seconds;
    private double operations;

    void add(Optional<RunForecast> forecast, double took) {
      if (forecast.isEmpty()) {
        refused++;
        return;
      }
      trajectories += forecast.get().trajectories().size();
      operations += forecast.get().operations();
      seconds += took;
    }

    Map<String, Number> figures() {
      Map<String, Number> figures = new HashMap<>();
      figures.put("trajectories", trajectories);
      figures.put("runs_refused", refused);
      figures.put("operations", operations);
      figures.put("seconds_per_trajectory", trajectories == 0 ? 0 : seconds / trajectories);
      return figures;
    }
  }
}
