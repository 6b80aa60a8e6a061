package io.palimpsest.pipelines.stage;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.palimpsest.model.DeviceChoice;
import io.palimpsest.model.evaluation.EvaluationConfig;
import io.palimpsest.model.network.Precision;
import io.palimpsest.model.scoring.ScoringConfig;
import io.palimpsest.pipelines.config.Key;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.artifact.Kind;
import io.palimpsest.schemas.artifact.Split;
import io.palimpsest.schemas.record.PatchForecast;
import io.palimpsest.transforms.artifact.InputShard;
import io.palimpsest.transforms.fork.ForkedTask;
import io.palimpsest.transforms.fork.RunForked;
import io.palimpsest.transforms.training.EvaluateModel;
import io.palimpsest.transforms.training.EvaluateTask;
import java.util.List;
import java.util.SortedMap;
import org.apache.avro.Schema;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.values.PCollection;

/** A checkpoint, pre-trained or fine-tuned, and samples to scores. */
final class EvaluateStage implements StageType<EvaluateStage.Config> {
  /** What is scored. */
  enum Scored {
    @JsonProperty("validation")
    VALIDATION(Split.VALIDATION, ScoringConfig.Part.VALIDATION),
    @JsonProperty("test")
    TEST(Split.TEST, ScoringConfig.Part.TEST);

    private final String split;
    private final ScoringConfig.Part part;

    Scored(String split, ScoringConfig.Part part) {
      this.split = split;
      this.part = part;
    }
  }

  /**
   * @see EvaluationConfig
   * @see ScoringConfig
   */
  record Config(
      @Key(
              value = "sequences at a time; decides speed and memory",
              byDefault = "16",
              effect = Key.Effect.EXECUTION)
          int batchSize,
      @Key(
              value =
                  "the most sequences to score of a pre-trained checkpoint; a fine-tuned one is scored on all examples",
              byDefault = "2000")
          int sequences,
      @Key(
              value =
                  "the most training sequences that the mean patch is taken over (pre-trained only)",
              byDefault = "2000")
          int meanPatchSequences,
      @Key(
              value = "of how many sequences the forecast patches are kept (pre-trained only)",
              byDefault = "8")
          int forecasts,
      @Key(
              value =
                  "what the scores are of: validation or test; of a fine-tuned checkpoint both are predicted, and test must have labels to be scored",
              byDefault = "validation",
              effect = Key.Effect.DATA_UNLESS_DEFAULT)
          Scored split,
      @Key(
              value = "type of the products: float32, or bfloat16, faster where the device has it",
              byDefault = "float32",
              effect = Key.Effect.DATA_UNLESS_DEFAULT)
          Precision precision,
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
      // Its constructor says what is out of bounds.
      new EvaluationConfig(batchSize, precision, sequences, meanPatchSequences, forecasts);
    }

    private ScoringConfig scoring() {
      return new ScoringConfig(batchSize, precision, split.part);
    }

    private EvaluationConfig evaluation() {
      return new EvaluationConfig(batchSize, precision, sequences, meanPatchSequences, forecasts);
    }
  }

  @Override
  public String name() {
    return "evaluate";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public String summary() {
    return "scores a pre-trained checkpoint on samples it has not seen, next to trivial forecasts, or a fine-tuned one on its task";
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
        Port.one("checkpoint", Kind.CHECKPOINT, Kind.FINETUNED),
        Port.one("examples", Kind.SHUFFLED_SEQUENCES));
  }

  @Override
  public List<String> kinds() {
    return List.of(Kind.SCORES);
  }

  @Override
  public List<Schema> schemas(Config config, SortedMap<String, String> inputs) {
    return isFinetuned(inputs.get("checkpoint"))
        ? List.of()
        : List.of(PatchForecast.getClassSchema());
  }

  @Override
  public PCollection<String> expand(Pipeline pipeline, StageRun<Config> run) {
    String split = run.config().split().split;
    if (run.input("examples").manifest().shards(split).isEmpty()) {
      throw new InvalidInputException(
          run.config().split() == Scored.VALIDATION
              ? "stage '%s' has no validation examples; raise validation of the corpus stage, or give it more documents"
                  .formatted(run.name())
              : "stage '%s' has no test examples, which only tasks have; set split: validation"
                  .formatted(run.name()));
    }
    ForkedTask task =
        isFinetuned(run.input("checkpoint").manifest().kind()) ? task(run) : language(run, split);
    return pipeline.apply(
        "EvaluateModel", RunForked.of(task, run.config().threads(), run.attempt().directory()));
  }

  private static boolean isFinetuned(String kind) {
    return kind.equals(Kind.FINETUNED);
  }

  private static ForkedTask language(StageRun<Config> run, String split) {
    return new EvaluateModel(
        run.config().evaluation(),
        run.config().device(),
        run.input("checkpoint").directory(),
        paths(run, Split.TRAIN),
        paths(run, split),
        run.attempt());
  }

  private static ForkedTask task(StageRun<Config> run) {
    return new EvaluateTask(
        run.config().scoring(),
        run.config().device(),
        run.input("checkpoint").directory(),
        paths(run, Split.VALIDATION),
        paths(run, Split.TEST),
        run.attempt());
  }

  private static List<String> paths(StageRun<Config> run, String split) {
    return InputShard.of(run.input("examples"), split).stream().map(InputShard::path).toList();
  }
}
