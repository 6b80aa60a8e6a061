package io.palimpsest.pipelines.stage;

import io.palimpsest.model.DeviceChoice;
import io.palimpsest.model.finetuning.FinetuningConfig;
import io.palimpsest.model.network.Precision;
import io.palimpsest.model.task.Tasks;
import io.palimpsest.pipelines.config.Key;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.artifact.Artifact;
import io.palimpsest.schemas.artifact.Kind;
import io.palimpsest.schemas.artifact.Split;
import io.palimpsest.schemas.artifact.Storage;
import io.palimpsest.schemas.record.TrainingStep;
import io.palimpsest.transforms.artifact.InputShard;
import io.palimpsest.transforms.fork.RunForked;
import io.palimpsest.transforms.training.FinetuneModel;
import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import org.apache.avro.Schema;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.values.PCollection;

/** A pre-trained checkpoint and a task's shuffled samples to fine-tuned checkpoints. */
final class FinetuneStage implements StageType<FinetuneStage.Config> {
  /**
   * @see FinetuningConfig
   */
  record Config(
      @Key(value = "the task of GLUE or XNLI; empty for the corpus stage's", byDefault = "''")
          String task,
      @Key(
              value = "the most optimiser steps of a seed; 0 for as many as epochs take",
              byDefault = "0")
          int steps,
      @Key(value = "the most passes over the training examples, where steps is 0", byDefault = "10")
          double epochs,
      @Key(value = "examples a step", byDefault = "32") int batchSize,
      @Key(
              value =
                  "parts in which a step's examples are computed, for less memory; changes the last digits",
              byDefault = "1")
          int accumulation,
      @Key(
              value = "type of the products: float32, or bfloat16, faster where the device has it",
              byDefault = "float32")
          Precision precision,
      @Key(value = "the peak learning rate", byDefault = "1e-4") double learningRate,
      @Key(
              value =
                  "steps in which the learning rate rises, at most all; then it falls by half a cosine to a tenth",
              byDefault = "100")
          int warmup,
      @Key(value = "decoupled weight decay of matrices", byDefault = "0.1") double weightDecay,
      @Key(value = "greatest global norm of a gradient", byDefault = "1") double clip,
      @Key(
              value = "the first seed, of the new head and of the order of examples",
              byDefault = Key.SEED)
          long seed,
      @Key(
              value = "how many networks are fine-tuned, with seeds one after another",
              byDefault = "3")
          int seeds,
      @Key(
              value =
                  "steps between evaluations on the validation examples; the best weights are kept",
              byDefault = "100")
          int evaluateEvery,
      @Key(
              value = "evaluations in a row without a better score after which a seed stops",
              byDefault = "10")
          int patience,
      @Key(
              value = "the most training examples, the first in shuffled order; 0 for all",
              byDefault = "0")
          int trainExamples,
      @Key(
              value = "auto, cpu or cuda; auto takes a GPU if there is one",
              byDefault = "auto",
              effect = Key.Effect.EXECUTION)
          DeviceChoice device,
      @Key(
              value = "processor threads, 0 for all; the same bytes come out for the same number",
              byDefault = "0",
              effect = Key.Effect.EXECUTION)
          int threads) {
    /** For checks where the task is not known yet. */
    private static final String ANY_TASK = "cola";

    Config {
      if (threads < 0) {
        throw new InvalidInputException("threads is %d; give 0 or more".formatted(threads));
      }
      if (steps < 0) {
        throw new InvalidInputException("steps is %d; give 0 or more".formatted(steps));
      }
      if (!(epochs > 0 && Double.isFinite(epochs))) {
        throw new InvalidInputException("epochs is %s; give more than 0".formatted(epochs));
      }
      int some = steps == 0 ? Math.max(1, warmup) : steps;
      // Its constructor says what else is out of bounds.
      new FinetuningConfig(
          task.isEmpty() ? ANY_TASK : Tasks.named(task).name(),
          some,
          batchSize,
          accumulation,
          precision,
          learningRate,
          Math.min(warmup, some),
          weightDecay,
          clip,
          seed,
          seeds,
          evaluateEvery,
          patience,
          trainExamples);
    }

    /** The fine-tuning on so many training examples. */
    FinetuningConfig finetuning(String name, long examples) {
      int most = most(examples);
      return new FinetuningConfig(
          name,
          most,
          batchSize,
          accumulation,
          precision,
          learningRate,
          Math.min(warmup, most),
          weightDecay,
          clip,
          seed,
          seeds,
          evaluateEvery,
          patience,
          trainExamples);
    }

    /** Steps of a seed at most. */
    private int most(long examples) {
      long learnt = trainExamples == 0 ? examples : Math.min(trainExamples, examples);
      double byEpochs = Math.ceil(epochs * learnt / batchSize);
      return steps > 0 ? steps : (int) Math.max(1, Math.min(Integer.MAX_VALUE, byEpochs));
    }
  }

  @Override
  public String name() {
    return "finetune";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public String summary() {
    return "fine-tunes a pre-trained checkpoint on a task, once for each of several seeds, and keeps the weights that are best on validation";
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
        Port.one("checkpoint", Kind.CHECKPOINT), Port.one("examples", Kind.SHUFFLED_SEQUENCES));
  }

  @Override
  public List<String> kinds() {
    return List.of(Kind.FINETUNED);
  }

  @Override
  public List<Schema> schemas(Config config, SortedMap<String, String> inputs) {
    return List.of(TrainingStep.getClassSchema());
  }

  @Override
  public PCollection<String> expand(Pipeline pipeline, StageRun<Config> run) throws IOException {
    Config config = run.config();
    FinetuneModel task =
        new FinetuneModel(
            config.finetuning(task(run), examples(run)),
            config.device(),
            run.input("checkpoint").directory(),
            shards(run, Split.TRAIN),
            shards(run, Split.VALIDATION),
            states(run),
            run.attempt());
    return pipeline.apply(
        "FinetuneModel", RunForked.of(task, config.threads(), run.attempt().directory()));
  }

  @Override
  public long expected(StageRun<Config> run) {
    return (long) run.config().most(examples(run)) * run.config().seeds();
  }

  private static String task(StageRun<Config> run) throws IOException {
    if (!run.config().task().isEmpty()) {
      return run.config().task();
    }
    return TaskName.of(run.input("examples"), run.store())
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "stage '%s' has examples of no known task; set task of the corpus stage, or of this one"
                        .formatted(run.name())));
  }

  private static long examples(StageRun<Config> run) {
    return run.input("examples").manifest().records(Split.TRAIN);
  }

  private static List<String> shards(StageRun<Config> run, String split) {
    Artifact samples = run.input("examples");
    if (samples.manifest().records(split) == 0) {
      throw new InvalidInputException(
          "stage '%s' has no %s examples; the corpus stage found none"
              .formatted(run.name(), split));
    }
    return InputShard.of(samples, split).stream().map(InputShard::path).toList();
  }

  @Override
  public void committed(StageRun<Config> run) throws IOException {
    Storage storage = run.store().storage();
    storage.delete(storage.list(states(run)));
  }

  /** Where finished seeds lie: the same for every attempt at this artifact. */
  private static String states(StageRun<Config> run) {
    return "%s/states/%s".formatted(run.store().workspace(), run.attempt().fingerprint());
  }
}
