package io.palimpsest.pipelines.stage;

import io.palimpsest.model.simulation.SimulatorConfig;
import io.palimpsest.model.simulation.Variant;
import io.palimpsest.pipelines.config.Key;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.artifact.Artifact;
import io.palimpsest.schemas.artifact.Kind;
import io.palimpsest.schemas.artifact.Split;
import io.palimpsest.transforms.artifact.InputShard;
import io.palimpsest.transforms.dynamics.RecordedDynamics;
import io.palimpsest.transforms.fork.RunForked;
import io.palimpsest.transforms.simulation.FitSimulator;
import io.palimpsest.transforms.simulation.Method;
import io.palimpsest.transforms.simulation.RecordedStudy;
import java.util.List;
import java.util.SortedMap;
import org.apache.avro.Schema;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.values.PCollection;

/** Recorded runs, and features of their examples, to a simulator of other runs. */
final class FitStage implements StageType<FitStage.Config> {
  /**
   * @see SimulatorConfig
   */
  record Config(
      @Key(
              value =
                  "gptfluence (from features), simfluence (a parameter for each pair of examples), or palimpsest (deviations from the mean run; chooses all else by itself)",
              byDefault = "gptfluence")
          Method method,
      @Key(
              value =
                  "of gptfluence: dot (networks that both sides share), dot-separate (a linear map for each side) or concat (a network of both)",
              byDefault = "dot")
          Variant variant,
      @Key(value = "whose trajectories: loss, bleu or rouge_l", byDefault = "loss") String metric,
      @Key(value = "what its forecasts are called; '' for the method's name", byDefault = "''")
          String label,
      @Key(
              value = "to how many of the runs for fits it is fitted, the first ones; 0 for all",
              byDefault = "0")
          int runs,
      @Key(value = "how many earlier values a forecast sees", byDefault = "1") int order,
      @Key(value = "updates at most", byDefault = "3000") int updates,
      @Key(value = "transitions of an update, each of all test examples", byDefault = "64")
          int batch,
      @Key(value = "the peak learning rate; 0 for 3e-4, or 3e-3 of simfluence", byDefault = "0")
          double learningRate,
      @Key(value = "updates in which the learning rate rises", byDefault = "50") int warmup,
      @Key(value = "decoupled weight decay of matrices", byDefault = "1e-5") double weightDecay,
      @Key(value = "of simfluence: penalty of the parameters' mean square", byDefault = "0")
          double penalty,
      @Key(
              value = "validations, one every 25 updates, without a better one until the end",
              byDefault = "40")
          int patience,
      @Key(value = "of first weights and order", byDefault = Key.SEED) long seed,
      @Key(value = "processor threads, 0 for all", byDefault = "0", effect = Key.Effect.EXECUTION)
          int threads) {
    Config {
      if (runs < 0) {
        throw new InvalidInputException("runs is %d; give 0 or more".formatted(runs));
      }
      if (threads < 0) {
        throw new InvalidInputException("threads is %d; give 0 or more".formatted(threads));
      }
      if (variant == Variant.FREE) {
        throw new InvalidInputException("variant is free; give method: simfluence instead");
      }
      config(
          method,
          variant,
          order,
          updates,
          batch,
          learningRate,
          warmup,
          weightDecay,
          penalty,
          patience,
          seed);
    }

    private SimulatorConfig simulator() {
      return config(
          method,
          variant,
          order,
          updates,
          batch,
          learningRate,
          warmup,
          weightDecay,
          penalty,
          patience,
          seed);
    }

    private static SimulatorConfig config(
        Method method,
        Variant variant,
        int order,
        int updates,
        int batch,
        double learningRate,
        int warmup,
        double weightDecay,
        double penalty,
        int patience,
        long seed) {
      boolean free = method == Method.SIMFLUENCE;
      double usual = free ? 3e-3 : 3e-4;
      return new SimulatorConfig(
          free ? Variant.FREE : variant,
          order,
          updates,
          batch,
          learningRate == 0 ? usual : learningRate,
          warmup,
          weightDecay,
          penalty,
          patience,
          seed);
    }
  }

  @Override
  public String name() {
    return "fit";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public String summary() {
    return "fits a simulator to recorded training runs: how each training example moves each test example's metric";
  }

  @Override
  public Class<Config> config() {
    return Config.class;
  }

  @Override
  public Place place() {
    return Place.ACCELERATOR;
  }

  @Override
  public List<Port> ports() {
    return List.of(Port.one("dynamics", Kind.DYNAMICS), Port.optional("features", Kind.FEATURES));
  }

  @Override
  public List<String> kinds() {
    return List.of(Kind.SIMULATOR);
  }

  @Override
  public List<Schema> schemas(Config config, SortedMap<String, String> inputs) {
    return List.of();
  }

  @Override
  public PCollection<String> expand(Pipeline pipeline, StageRun<Config> run) {
    Config config = run.config();
    List<InputShard> features = features(run.inputs());
    if (config.method() == Method.GPTFLUENCE && features.isEmpty()) {
      throw new InvalidInputException(
          "stage '%s' fits gptfluence, which needs features: add a stage of type featurize to its from, as features"
              .formatted(run.name()));
    }
    FitSimulator task =
        new FitSimulator(
            config.method(),
            config.simulator(),
            config.label().isEmpty() ? config.method().label() : config.label(),
            new RecordedStudy(
                new RecordedDynamics(InputShard.of(run.input("dynamics"), Split.ALL)),
                features,
                config.metric()),
            config.runs(),
            run.attempt());
    return pipeline.apply(
        "FitSimulator", RunForked.of(task, config.threads(), run.attempt().directory()));
  }

  /** The shards of features, if there are any. */
  static List<InputShard> features(SortedMap<String, Artifact> inputs) {
    Artifact features = inputs.get("features");
    return features == null ? List.of() : InputShard.of(features, Split.ALL);
  }

  @Override
  public long expected(StageRun<Config> run) {
    return run.config().method() == Method.PALIMPSEST ? 0 : run.config().updates();
  }
}
