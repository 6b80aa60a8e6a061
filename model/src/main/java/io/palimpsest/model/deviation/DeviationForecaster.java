package io.palimpsest.model.deviation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.palimpsest.model.forecast.Forecaster;
import io.palimpsest.model.forecast.RunForecast;
import io.palimpsest.model.forecast.Study;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.artifact.RecordFile;
import io.palimpsest.schemas.artifact.Storage;
import io.palimpsest.schemas.record.ExampleFeature;
import io.palimpsest.schemas.record.PromptExample;
import io.palimpsest.schemas.record.RunRole;
import io.palimpsest.schemas.record.TrainingRun;
import io.palimpsest.schemas.record.Trajectory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The method {@code palimpsest} among others. It is kept as what its fit chose and the runs that it
 * was fitted to, since its forecasts are sums over them.
 */
public final class DeviationForecaster implements Forecaster {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CONFIG = "kernels.json";
  private static final String RUNS = "fit-runs.avro";
  private static final String EXAMPLES = "fit-examples.avro";
  private static final String TRAJECTORIES = "fit-trajectories.avro";
  private static final String FEATURES = "fit-features.avro";

  private final DeviationConfig config;
  private final Study fit;
  private Study asked;
  private DeviationSimulator simulator;

  private DeviationForecaster(DeviationConfig config, Study fit) {
    this.config = config;
    this.fit = fit;
  }

  /**
   * Fits to the runs of role FIT.
   *
   * @throws InvalidInputException if a trajectory is missing, or runs were measured at other steps
   */
  public static DeviationForecaster fit(Study study) {
    Study fit = fitOf(study);
    return new DeviationForecaster(
        DeviationSimulator.fit(fit.runs(), fit.examples(), fit.measured(), fit.features()).config(),
        fit);
  }

  /** Only what the fit needs: what a forecast is asked about must not be kept. */
  private static Study fitOf(Study study) {
    List<TrainingRun> runs = study.runs(RunRole.FIT);
    Set<String> ids = runs.stream().map(TrainingRun::getId).collect(Collectors.toSet());
    Set<String> tests = Set.copyOf(study.tests());
    Set<String> trained =
        runs.stream()
            .flatMap(run -> run.getCurriculum().stream())
            .flatMap(List::stream)
            .collect(Collectors.toSet());
    Map<String, float[]> features = new TreeMap<>(study.features());
    features.keySet().removeIf(id -> !trained.contains(id) && !tests.contains(id));
    return new Study(
        runs,
        study.examples().stream()
            .filter(each -> trained.contains(each.getId()) || tests.contains(each.getId()))
            .toList(),
        study.measured().stream()
            .filter(each -> ids.contains(each.getRun()) && tests.contains(each.getExample()))
            .toList(),
        features);
  }

  /** What the fit chose, and how well it forecast runs that were left out. */
  public DeviationConfig config() {
    return config;
  }

  @Override
  public Optional<RunForecast> forecast(Study study, TrainingRun run, boolean effects) {
    List<Trajectory> begun = study.of(run);
    DeviationSimulator simulator = simulator(study);
    Map<String, PromptExample> examples = study.byId();
    List<Trajectory> found = simulator.forecast(run, examples, begun);
    return Optional.of(
        new RunForecast(
            found,
            simulator.operations(DeviationSimulator.trained(run).size(), begun.size()),
            effects ? effects(simulator, run, examples, begun) : List.of()));
  }

  /** The simulator that knows a study's features; the last one is kept for its other runs. */
  private DeviationSimulator simulator(Study study) {
    if (asked != study) {
      Map<String, float[]> features = new HashMap<>(study.features());
      features.putAll(fit.features());
      simulator =
          DeviationSimulator.of(config, fit.runs(), fit.examples(), fit.measured(), features);
      asked = study;
    }
    return simulator;
  }

  private static List<RunForecast.Effect> effects(
      DeviationSimulator simulator,
      TrainingRun run,
      Map<String, PromptExample> examples,
      List<Trajectory> begun) {
    double[][] contributions = simulator.contributions(run, examples, begun);
    List<String> trained = DeviationSimulator.trained(run);
    List<RunForecast.Effect> effects = new ArrayList<>();
    for (int example = 0; example < contributions.length; example++) {
      double[] additive = contributions[example];
      double[] value = new double[additive.length];
      for (int test = 0; test < value.length; test++) {
        value[test] = -additive[test];
      }
      effects.add(
          new RunForecast.Effect(
              trained.get(example), value, additive, new double[additive.length]));
    }
    return effects;
  }

  @Override
  public void save(Storage storage, String directory) throws IOException {
    try (OutputStream out = storage.create(directory + "/" + CONFIG)) {
      out.write(JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(config));
    }
    List<ExampleFeature> features = new ArrayList<>();
    new TreeMap<>(fit.features())
        .forEach(
            (id, values) -> {
              List<Float> list = new ArrayList<>();
              for (float value : values) {
                list.add(value);
              }
              features.add(ExampleFeature.newBuilder().setExample(id).setValues(list).build());
            });
    RecordFile.write(TrainingRun.class, fit.runs(), storage, directory + "/" + RUNS);
    RecordFile.write(PromptExample.class, fit.examples(), storage, directory + "/" + EXAMPLES);
    RecordFile.write(Trajectory.class, fit.measured(), storage, directory + "/" + TRAJECTORIES);
    RecordFile.write(ExampleFeature.class, features, storage, directory + "/" + FEATURES);
  }

  /**
   * Loads what {@link #save} wrote.
   *
   * @throws InvalidInputException if it is damaged
   */
  public static DeviationForecaster load(Storage storage, String directory) throws IOException {
    Map<String, float[]> features = new HashMap<>();
    for (ExampleFeature each :
        RecordFile.read(ExampleFeature.class, storage, directory + "/" + FEATURES)) {
      float[] values = new float[each.getValues().size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = each.getValues().get(i);
      }
      features.put(each.getExample(), values);
    }
    return new DeviationForecaster(
        config(storage, directory + "/" + CONFIG),
        new Study(
            RecordFile.read(TrainingRun.class, storage, directory + "/" + RUNS),
            RecordFile.read(PromptExample.class, storage, directory + "/" + EXAMPLES),
            RecordFile.read(Trajectory.class, storage, directory + "/" + TRAJECTORIES),
            features));
  }

  private static DeviationConfig config(Storage storage, String path) throws IOException {
    try (InputStream in = storage.open(path)) {
      return JSON.readValue(in.readAllBytes(), DeviationConfig.class);
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(path + " is damaged: run the fit again", e);
    }
  }

  @Override
  public void close() {}
}
