package io.palimpsest.pipelines.stage;

import io.palimpsest.model.evaluation.EvaluationConfig;
import io.palimpsest.pipelines.config.Key;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.artifact.Artifact;
import io.palimpsest.schemas.artifact.Kind;
import io.palimpsest.schemas.artifact.Split;
import io.palimpsest.schemas.record.PatchForecast;
import io.palimpsest.transforms.artifact.InputShard;
import io.palimpsest.transforms.fork.RunForked;
import io.palimpsest.transforms.training.EvaluateModel;
import java.util.List;
import java.util.SortedMap;
import org.apache.avro.Schema;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.values.PCollection;

/** A checkpoint and samples to scores. */
final class EvaluateStage implements StageType<EvaluateStage.Config> {
  /**
   * @see EvaluationConfig
   */
  record Config(
      @Key(
              value = "sequences at a time; decides speed and memory",
              byDefault = "16",
              effect = Key.Effect.EXECUTION)
          int batchSize,
      @Key(value = "the most validation sequences to score", byDefault = "2000") int sequences,
      @Key(
              value = "the most training sequences that the mean patch is taken over",
              byDefault = "2000")
          int meanPatchSequences,
      @Key(value = "of how many sequences the forecast patches are kept", byDefault = "8")
          int forecasts,
      @Key(value = "processor threads, 0 for all", byDefault = "0", effect = Key.Effect.EXECUTION)
          int threads) {
    Config {
      if (threads < 0) {
        throw new InvalidInputException("threads is %d; give 0 or more".formatted(threads));
      }
      // Its constructor says what is out of bounds.
      new EvaluationConfig(batchSize, sequences, meanPatchSequences, forecasts);
    }

    private EvaluationConfig evaluation() {
      return new EvaluationConfig(batchSize, sequences, meanPatchSequences, forecasts);
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
    return "scores a checkpoint on validation patches, next to two trivial forecasts";
  }

  @Override
  public Class<Config> config() {
    return Config.class;
  }

  @Override
  public List<Port> ports() {
    return List.of(
        Port.one("checkpoint", Kind.CHECKPOINT), Port.one("examples", Kind.SHUFFLED_SEQUENCES));
  }

  @Override
  public List<String> kinds() {
    return List.of(Kind.SCORES);
  }

  @Override
  public List<Schema> schemas(Config config, SortedMap<String, String> inputs) {
    return List.of(PatchForecast.getClassSchema());
  }

  @Override
  public PCollection<String> expand(Pipeline pipeline, StageRun<Config> run) {
    Artifact examples = run.input("examples");
    if (examples.manifest().shards(Split.VALIDATION).isEmpty()) {
      throw new InvalidInputException(
          "stage '%s' has no validation examples; raise validation of the corpus stage, or give it more documents"
              .formatted(run.name()));
    }
    EvaluateModel task =
        new EvaluateModel(
            run.config().evaluation(),
            run.input("checkpoint").directory(),
            paths(examples, Split.TRAIN),
            paths(examples, Split.VALIDATION),
            run.attempt());
    return pipeline.apply(
        "EvaluateModel", RunForked.of(task, run.config().threads(), run.attempt().directory()));
  }

  private static List<String> paths(Artifact samples, String split) {
    return InputShard.of(samples, split).stream().map(InputShard::path).toList();
  }
}
