package io.palimpsest.model.simulation;

import io.palimpsest.model.forecast.Forecaster;
import io.palimpsest.model.forecast.RunForecast;
import io.palimpsest.model.forecast.Study;
import io.palimpsest.schemas.artifact.Storage;
import io.palimpsest.schemas.record.RunRole;
import io.palimpsest.schemas.record.TrainingRun;
import io.palimpsest.schemas.record.Trajectory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** GPTfluence or Simfluence as a method among others. */
public final class RollOutForecaster implements Forecaster {
  private static final String FILE = "simulator.safetensors";

  private final Simulator simulator;

  private RollOutForecaster(Simulator simulator) {
    this.simulator = simulator;
  }

  /** A fit and what came of it. */
  public record Fit(RollOutForecaster forecaster, double error, int updates) {}

  /**
   * Fits to the runs of roles FIT and VALIDATION.
   *
   * @throws io.palimpsest.schemas.InvalidInputException if a trajectory or feature is missing or
   *     not sound
   */
  public static Fit fit(SimulatorConfig config, Study study, SimulatorFit.Listener listener) {
    Recordings recordings =
        Recordings.of(study.runs(RunRole.FIT, RunRole.VALIDATION), study.tests(), study.measured());
    SimulatorFit.Result result =
        SimulatorFit.run(config, recordings, new Features(study.features()), listener);
    return new Fit(new RollOutForecaster(result.simulator()), result.error(), result.updates());
  }

  /**
   * Loads what {@link #save} wrote.
   *
   * @throws io.palimpsest.schemas.InvalidInputException if it is damaged
   */
  public static RollOutForecaster load(Storage storage, String directory) throws IOException {
    String path = directory + "/" + FILE;
    try (InputStream in = storage.open(path)) {
      return new RollOutForecaster(Simulator.read(in, path));
    }
  }

  @Override
  public void save(Storage storage, String directory) throws IOException {
    try (OutputStream out = storage.create(directory + "/" + FILE)) {
      simulator.write(out);
    }
  }

  @Override
  public Optional<RunForecast> forecast(Study study, TrainingRun run, boolean effects) {
    List<String> trained = run.getCurriculum().stream().flatMap(List::stream).distinct().toList();
    List<Trajectory> known =
        study.of(run).stream()
            .filter(each -> simulator.knows(trained, List.of(each.getExample())))
            .toList();
    return known.isEmpty()
        ? Optional.empty()
        : Optional.of(forecast(known, run, new Features(study.features()), effects));
  }

  private RunForecast forecast(
      List<Trajectory> known, TrainingRun run, Features features, boolean effects) {
    List<String> tests = known.stream().map(Trajectory::getExample).toList();
    Recordings recordings = Recordings.of(List.of(run), tests, known);
    Recordings.Run recorded = recordings.runs().get(0);
    Coefficients coefficients = simulator.coefficients(recordings.trained(), tests, features);
    float[][] values =
        new RollOut(coefficients, tests.size()).of(recorded.batches(), recorded.values()[0]);
    double operations =
        simulator.operations(recordings.trained().size(), tests.size())
            + RollOut.operations(recorded.batches(), tests.size(), coefficients.order());
    return new RunForecast(
        trajectories(known, values),
        operations,
        effects ? effects(recordings, values, coefficients) : List.of());
  }

  private static List<Trajectory> trajectories(List<Trajectory> known, float[][] values) {
    List<Trajectory> all = new ArrayList<>();
    for (int i = 0; i < known.size(); i++) {
      int test = i;
      List<Float> forecast = Stream.of(values).map(each -> each[test]).toList();
      all.add(Trajectory.newBuilder(known.get(i)).setValues(forecast).build());
    }
    return all;
  }

  private static List<RunForecast.Effect> effects(
      Recordings recordings, float[][] values, Coefficients coefficients) {
    int[][] batches = recordings.runs().get(0).batches();
    return IntStream.range(0, recordings.trained().size())
        .mapToObj(
            example -> {
              Effects found = Effects.of(example, batches, values, coefficients);
              return new RunForecast.Effect(
                  recordings.trained().get(example),
                  found.value(),
                  found.additive(),
                  found.multiplicative());
            })
        .toList();
  }

  @Override
  public void close() {
    simulator.close();
  }
}
