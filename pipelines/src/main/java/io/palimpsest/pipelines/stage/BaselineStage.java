package io.palimpsest.pipelines.stage;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.palimpsest.model.task.Task;
import io.palimpsest.model.task.Tasks;
import io.palimpsest.pipelines.config.Key;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.artifact.Artifact;
import io.palimpsest.schemas.artifact.Kind;
import io.palimpsest.schemas.artifact.Split;
import io.palimpsest.transforms.artifact.InputShard;
import io.palimpsest.transforms.baseline.ScoreBaselines;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.values.PCollection;

/** A task's examples to the scores that a model must beat. */
final class BaselineStage implements StageType<BaselineStage.Config> {
  /** What is scored. */
  enum Scored {
    @JsonProperty("validation")
    VALIDATION(Split.VALIDATION),
    @JsonProperty("test")
    TEST(Split.TEST);

    private final String split;

    Scored(String split) {
      this.split = split;
    }
  }

  record Config(
      @Key(
              value = "the examples that are scored; test only where it has labels",
              byDefault = "validation")
          Scored split,
      @Key(
              value =
                  "the most training examples to learn from, those with the least hashes of their ids; memory grows with them",
              byDefault = "100000")
          int trainExamples,
      @Key(value = "decides the order in which words are learnt", byDefault = Key.SEED) long seed) {
    Config {
      if (trainExamples < 1) {
        throw new InvalidInputException(
            "train-examples is %d; give 1 or more".formatted(trainExamples));
      }
    }
  }

  @Override
  public String name() {
    return "baseline";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public String summary() {
    return "scores a task's examples without a model: by the most frequent label, and by logistic regression over words";
  }

  @Override
  public Class<Config> config() {
    return Config.class;
  }

  @Override
  public List<Port> ports() {
    return List.of(Port.one("from", Kind.EXAMPLES));
  }

  @Override
  public List<String> kinds() {
    return List.of(Kind.SCORES);
  }

  @Override
  public PCollection<String> expand(Pipeline pipeline, StageRun<Config> run) {
    Artifact examples = run.input("from");
    return pipeline.apply(
        "ScoreBaselines",
        ScoreBaselines.of(
            task(run.name(), examples),
            shards(run, Split.TRAIN),
            run.config().trainExamples(),
            shards(run, run.config().split().split),
            run.config().seed()));
  }

  private static Task task(String stage, Artifact examples) {
    String name = examples.manifest().derivation().config().path("task").asText("");
    if (name.isEmpty()) {
      throw new InvalidInputException(
          "stage '%s' has examples of no task; set task of the corpus stage".formatted(stage));
    }
    return Tasks.named(name);
  }

  private static List<InputShard> shards(StageRun<Config> run, String split) {
    List<InputShard> shards = InputShard.of(run.input("from"), split);
    if (shards.isEmpty()) {
      throw new InvalidInputException(
          "stage '%s' has no %s examples; the corpus stage found none"
              .formatted(run.name(), split));
    }
    return shards;
  }
}
