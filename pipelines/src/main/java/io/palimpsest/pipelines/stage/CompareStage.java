package io.palimpsest.pipelines.stage;

import io.palimpsest.pipelines.config.Key;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.artifact.Artifact;
import io.palimpsest.schemas.artifact.Kind;
import io.palimpsest.schemas.artifact.Split;
import io.palimpsest.schemas.record.ForecastScore;
import io.palimpsest.schemas.record.MislabelCurve;
import io.palimpsest.transforms.artifact.InputShard;
import io.palimpsest.transforms.comparison.CompareMethods;
import io.palimpsest.transforms.comparison.MethodRecords;
import io.palimpsest.transforms.dynamics.RecordedDynamics;
import java.util.List;
import java.util.SortedMap;
import org.apache.avro.Schema;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.values.PCollection;

/** Measured trajectories, forecasts of them and influences to scores by method. */
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
    return 2;
  }

  @Override
  public String summary() {
    return "scores forecasts of training runs against what was measured, next to forecasts that look at no training example, and finds wrong answers by influence";
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
    return List.of(ForecastScore.getClassSchema(), MislabelCurve.getClassSchema());
  }

  @Override
  public PCollection<String> expand(Pipeline pipeline, StageRun<Config> run) {
    List<MethodRecords> methods = of(run, Kind.FORECASTS).stream().map(MethodRecords::of).toList();
    return pipeline.apply(
        "CompareMethods",
        CompareMethods.of(
            new RecordedDynamics(InputShard.of(measured(run), Split.ALL)),
            methods,
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
