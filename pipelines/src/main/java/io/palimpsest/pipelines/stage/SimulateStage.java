package io.palimpsest.pipelines.stage;

import io.palimpsest.pipelines.config.Key;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.artifact.Kind;
import io.palimpsest.schemas.artifact.Split;
import io.palimpsest.schemas.record.Influence;
import io.palimpsest.schemas.record.Trajectory;
import io.palimpsest.transforms.artifact.InputShard;
import io.palimpsest.transforms.dynamics.RecordedDynamics;
import io.palimpsest.transforms.fork.RunForked;
import io.palimpsest.transforms.simulation.SimulateRuns;
import java.util.List;
import java.util.SortedMap;
import org.apache.avro.Schema;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.values.PCollection;

/** A simulator and the curricula of test runs to forecasts and influences. */
final class SimulateStage implements StageType<SimulateStage.Config> {
  record Config(
      @Key(
              value = "whether the influence of each training on each test example is computed",
              byDefault = "true")
          boolean influence,
      @Key(value = "processor threads, 0 for all", byDefault = "0", effect = Key.Effect.EXECUTION)
          int threads) {
    Config {
      if (threads < 0) {
        throw new InvalidInputException("threads is %d; give 0 or more".formatted(threads));
      }
    }
  }

  @Override
  public String name() {
    return "simulate";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public String summary() {
    return "forecasts test runs from their curricula and first measurements, and says which training example helped or harmed which test example";
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
    return List.of(
        Port.one("simulator", Kind.SIMULATOR),
        Port.one("dynamics", Kind.DYNAMICS),
        Port.optional("features", Kind.FEATURES));
  }

  @Override
  public List<String> kinds() {
    return List.of(Kind.FORECASTS);
  }

  @Override
  public List<Schema> schemas(Config config, SortedMap<String, String> inputs) {
    return List.of(Trajectory.getClassSchema(), Influence.getClassSchema());
  }

  @Override
  public PCollection<String> expand(Pipeline pipeline, StageRun<Config> run) {
    SimulateRuns task =
        new SimulateRuns(
            run.input("simulator").directory(),
            new RecordedDynamics(InputShard.of(run.input("dynamics"), Split.ALL)),
            FitStage.features(run.inputs()),
            run.config().influence(),
            run.attempt());
    return pipeline.apply(
        "SimulateRuns", RunForked.of(task, run.config().threads(), run.attempt().directory()));
  }
}
