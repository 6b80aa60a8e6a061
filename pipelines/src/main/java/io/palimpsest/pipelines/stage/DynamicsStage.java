package io.palimpsest.pipelines.stage;

import io.palimpsest.model.DeviceChoice;
import io.palimpsest.model.dynamics.Curriculum;
import io.palimpsest.model.dynamics.DynamicsConfig;
import io.palimpsest.model.dynamics.RunPlan;
import io.palimpsest.model.network.Precision;
import io.palimpsest.pipelines.config.Key;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.artifact.Kind;
import io.palimpsest.schemas.artifact.Split;
import io.palimpsest.schemas.artifact.Storage;
import io.palimpsest.schemas.record.PromptExample;
import io.palimpsest.schemas.record.TrainingRun;
import io.palimpsest.schemas.record.Trajectory;
import io.palimpsest.transforms.artifact.InputShard;
import io.palimpsest.transforms.dynamics.CollectTrajectories;
import io.palimpsest.transforms.dynamics.RecordRun;
import io.palimpsest.transforms.tokenizing.TokenizerFile;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.values.PCollection;

/** A checkpoint and prompts to training runs with the trajectories of all test examples. */
final class DynamicsStage implements StageType<DynamicsStage.Config> {
  /**
   * @see DynamicsConfig
   */
  record Config(
      @Key(value = "runs that simulators are fitted to", byDefault = "25") int fitRuns,
      @Key(value = "runs that say when a simulator is good", byDefault = "2") int validationRuns,
      @Key(value = "runs that forecasts are tested on", byDefault = "5") int testRuns,
      @Key(
              value = "further test runs, which train on the unseen training examples",
              byDefault = "0")
          int unseenRuns,
      @Key(value = "examples that a run draws of all training examples", byDefault = "128")
          int runExamples,
      @Key(value = "examples a step", byDefault = "4") int batchSize,
      @Key(value = "passes of a run over its examples", byDefault = "3") int epochs,
      @Key(
              value = "type of the products: float32, or bfloat16, faster where the device has it",
              byDefault = "float32")
          Precision precision,
      @Key(
              value = "the peak learning rate; then it falls by half a cosine to a tenth",
              byDefault = "1e-4")
          double learningRate,
      @Key(value = "steps in which the learning rate rises", byDefault = "0") int warmup,
      @Key(value = "decoupled weight decay of matrices", byDefault = "1e-3") double weightDecay,
      @Key(value = "greatest global norm of a gradient", byDefault = "1") double clip,
      @Key(value = "steps between measurements of every test example's loss", byDefault = "1")
          int evaluateEvery,
      @Key(
              value =
                  "steps between greedy decodes of every test example, scored by BLEU and ROUGE-L; 0 for none",
              byDefault = "0")
          int decodeEvery,
      @Key(value = "the most tokens of a decode", byDefault = "64") int decodeTokens,
      @Key(
              value =
                  "steps between the checkpoints that test and validation runs keep, for influence by gradients",
              byDefault = "10")
          int checkpointEvery,
      @Key(value = "of the first run's curriculum; the others follow", byDefault = Key.SEED)
          long seed,
      @Key(
              value = "the subject's: bytes, or the path of a tokenizer.json",
              byDefault = "bytes",
              effect = Key.Effect.EXECUTION)
          String tokenizer,
      @Key(
              value = "name of the token that begins sequences; '' for the usual one",
              byDefault = "''")
          String bosToken,
      @Key(value = "name of the token that ends sequences; '' for the usual one", byDefault = "''")
          String eosToken,
      @Key(
              value = "auto, cpu or cuda; auto takes a GPU if there is one",
              byDefault = "auto",
              effect = Key.Effect.EXECUTION)
          DeviceChoice device,
      @Key(
              value =
                  "processor threads of each run; as many runs at a time as the runner has slots; the same bytes come out for the same number",
              byDefault = "1",
              effect = Key.Effect.EXECUTION)
          int threads) {
    Config {
      if (threads < 1) {
        throw new InvalidInputException("threads is %d; give 1 or more".formatted(threads));
      }
      new RunPlan.Counts(fitRuns, validationRuns, testRuns, unseenRuns);
      new Curriculum(runExamples, batchSize, epochs);
      new DynamicsConfig(
          precision,
          learningRate,
          warmup,
          weightDecay,
          clip,
          evaluateEvery,
          decodeEvery,
          decodeTokens,
          checkpointEvery);
    }

    private DynamicsConfig training() {
      return new DynamicsConfig(
          precision,
          learningRate,
          warmup,
          weightDecay,
          clip,
          evaluateEvery,
          decodeEvery,
          decodeTokens,
          checkpointEvery);
    }

    private Curriculum curriculum() {
      return new Curriculum(runExamples, batchSize, epochs);
    }

    private List<RunPlan> plans() {
      return RunPlan.all(new RunPlan.Counts(fitRuns, validationRuns, testRuns, unseenRuns), seed);
    }

    private TokenizerFile file() {
      return TokenizerFile.at(tokenizer, bosToken, eosToken);
    }
  }

  @Override
  public String name() {
    return "dynamics";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public String summary() {
    return "trains a subject on prompts, many times along other curricula, and records every test example's loss on the way";
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
    return List.of(Port.one("checkpoint", Kind.CHECKPOINT), Port.one("examples", Kind.PROMPTS));
  }

  @Override
  public List<String> kinds() {
    return List.of(Kind.DYNAMICS);
  }

  @Override
  public List<Schema> schemas(Config config, SortedMap<String, String> inputs) {
    return List.of(
        TrainingRun.getClassSchema(), Trajectory.getClassSchema(), PromptExample.getClassSchema());
  }

  @Override
  public SortedMap<String, String> digests(Config config) {
    TokenizerFile file = config.file();
    // What is wrong with it is said now, not when it is used.
    file.ids();
    return new TreeMap<>(Map.of(TokenIds.DIGEST, file.digest()));
  }

  @Override
  public PCollection<String> expand(Pipeline pipeline, StageRun<Config> run) {
    Config config = run.config();
    InputShard examples = InputShard.of(run.input("examples"), Split.ALL).get(0);
    List<RecordRun> runs =
        config.plans().stream()
            .map(
                plan ->
                    new RecordRun(
                        config.training(),
                        config.curriculum(),
                        plan,
                        config.device(),
                        run.input("checkpoint").directory(),
                        config.file(),
                        examples,
                        states(run),
                        run.attempt()))
            .toList();
    return pipeline.apply(
        "CollectTrajectories",
        CollectTrajectories.of(runs, examples, config.threads(), run.attempt()));
  }

  @Override
  public long expected(StageRun<Config> run) {
    return (long) run.config().plans().size() * run.config().curriculum().steps();
  }

  @Override
  public void committed(StageRun<Config> run) throws IOException {
    Storage storage = run.store().storage();
    storage.delete(storage.list(states(run)));
  }

  /** Where finished runs lie: the same for every attempt at this artifact. */
  private static String states(StageRun<Config> run) {
    return "%s/states/%s".formatted(run.store().workspace(), run.attempt().fingerprint());
  }
}
