package io.palimpsest.pipelines.stage;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.palimpsest.model.DeviceChoice;
import io.palimpsest.model.attribution.AttributionConfig;
import io.palimpsest.model.attribution.GradientMethod;
import io.palimpsest.model.attribution.Gradients;
import io.palimpsest.model.attribution.Rescaling;
import io.palimpsest.pipelines.config.Key;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.artifact.Kind;
import io.palimpsest.schemas.artifact.Split;
import io.palimpsest.schemas.record.Influence;
import io.palimpsest.schemas.record.Trajectory;
import io.palimpsest.transforms.artifact.InputShard;
import io.palimpsest.transforms.attribution.AttributeRuns;
import io.palimpsest.transforms.dynamics.RecordedDynamics;
import io.palimpsest.transforms.fork.RunForked;
import java.util.List;
import java.util.SortedMap;
import org.apache.avro.Schema;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.values.PCollection;

/** Training dynamics with checkpoints to forecasts and influences of their test runs. */
final class AttributeStage implements StageType<AttributeStage.Config> {
  /** How influence is found. */
  enum Method {
    @JsonProperty("tracin_cp")
    TRACIN_CP(GradientMethod.TRACIN_CP),
    @JsonProperty("grad_dot")
    GRAD_DOT(GradientMethod.GRAD_DOT);

    private final GradientMethod gradients;

    Method(GradientMethod gradients) {
      this.gradients = gradients;
    }
  }

  /** Which metric is forecast. */
  enum Metric {
    @JsonProperty("loss")
    LOSS
  }

  /**
   * @see AttributionConfig
   */
  record Config(
      @Key(
              value =
                  "tracin_cp (gradients at the nearest checkpoint at or before each step) or grad_dot (at the last)",
              byDefault = "tracin_cp")
          Method method,
      @Key(value = "by which weights: full (all), or output-layer, faster", byDefault = "full")
          Gradients gradients,
      @Key(
              value = "of how many stored checkpoints tracin_cp uses one, from the first",
              byDefault = "1")
          int every,
      @Key(
              value =
                  "what the one factor of all forecast changes is fitted to, a forecast for each: none (it is 1), truth (the losses that are forecast), fit-runs (other runs that have checkpoints, those of validation)",
              byDefault = "[none, truth, fit-runs]")
          List<Rescaling> rescaling,
      @Key(value = "what is forecast: loss", byDefault = "loss") Metric metric,
      @Key(
              value =
                  "bytes, or the path of the tokenizer.json that the dynamics were made with; '' for where it was then",
              byDefault = "''",
              effect = Key.Effect.EXECUTION)
          String tokenizer,
      @Key(
              value = "auto, cpu or cuda; auto takes a GPU if there is one",
              byDefault = "auto",
              effect = Key.Effect.EXECUTION)
          DeviceChoice device,
      @Key(value = "processor threads, 0 for all", byDefault = "0", effect = Key.Effect.EXECUTION)
          int threads) {
    Config {
      if (threads < 0) {
        throw new InvalidInputException("threads is %d; give 0 or more".formatted(threads));
      }
      // Its constructor says what else is out of bounds.
      new AttributionConfig(method.gradients, gradients, every, rescaling);
    }

    AttributionConfig attribution() {
      return new AttributionConfig(method.gradients, gradients, every, rescaling);
    }
  }

  @Override
  public String name() {
    return "attribute";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public String summary() {
    return "forecasts the losses of training dynamics' test runs by gradients at their checkpoints, and says which training examples helped which test examples";
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
    return List.of(Port.one("dynamics", Kind.DYNAMICS));
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
    Config config = run.config();
    AttributeRuns task =
        new AttributeRuns(
            config.attribution(),
            config.device(),
            SameTokenizer.of(run.input("dynamics"), config.tokenizer()),
            run.input("dynamics").directory(),
            new RecordedDynamics(InputShard.of(run.input("dynamics"), Split.ALL)),
            run.attempt());
    return pipeline.apply(
        "AttributeRuns", RunForked.of(task, config.threads(), run.attempt().directory()));
  }
}
