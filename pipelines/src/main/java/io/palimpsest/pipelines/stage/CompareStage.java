package io.palimpsest.pipelines.stage;

import io.palimpsest.pipelines.config.Key;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.artifact.Artifact;
import io.palimpsest.schemas.artifact.Kind;
import io.palimpsest.schemas.artifact.Split;
import io.palimpsest.schemas.record.ForecastScore;
import io.palimpsest.transforms.artifact.InputShard;
import io.palimpsest.transforms.comparison.CompareMethods;
import io.palimpsest.transforms.dynamics.RecordedDynamics;
import java.util.List;
import java.util.SortedMap;
import org.apache.avro.Schema;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.values.PCollection;

/** Measured trajectories and forecasts of them to scores by method. */
final class CompareStage implements StageType<CompareStage.Config> {
  record Config(
      @Key(value = "whose trajectories: loss, bleu or rouge_l", byDefault = "loss")
          String metric) {}

  @Override
  public String name() {
    return "compare";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public String summary() {
    return "scores forecasts of training runs against what was measured, next to forecasts that look at no training example";
  }

  @Override
  public Class<Config> config() {
    return Config.class;
  }

  @Override
  public List<Port> ports() {
    return List.of(Port.many("from", Kind.DYNAMICS, Kind.FORECASTS));
  }

  @Override
  public List<String> kinds() {
    return List.of(Kind.SCORES);
  }

  @Override
  public List<Schema> schemas(Config config, SortedMap<String, String> inputs) {
    return List.of(ForecastScore.getClassSchema());
  }

  @Override
  public PCollection<String> expand(Pipeline pipeline, StageRun<Config> run) {
    List<InputShard> forecasts =
        of(run, Kind.FORECASTS).stream()
            .flatMap(artifact -> InputShard.of(artifact, Split.ALL).stream())
            .filter(shard -> shard.name().startsWith("forecasts"))
            .toList();
    return pipeline.apply(
        "CompareMethods",
        CompareMethods.of(
            new RecordedDynamics(InputShard.of(measured(run), Split.ALL)),
            forecasts,
            run.config().metric(),
            run.attempt()));
  }

  private static Artifact measured(StageRun<Config> run) {
    List<Artifact> dynamics = of(run, Kind.DYNAMICS);
    if (dynamics.size() != 1) {
      throw new InvalidInputException(
          "stage '%s' has %d inputs of kind dynamics; give the one that the forecasts are of"
              .formatted(run.name(), dynamics.size()));
    }
    return dynamics.get(0);
  }

  private static List<Artifact> of(StageRun<Config> run, String kind) {
    return run.inputs().values().stream()
        .filter(artifact -> artifact.manifest().kind().equals(kind))
        .toList();
  }
}
