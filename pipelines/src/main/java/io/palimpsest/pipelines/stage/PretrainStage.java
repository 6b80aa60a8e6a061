package io.palimpsest.pipelines.stage;

import io.palimpsest.model.training.PretrainingConfig;
import io.palimpsest.pipelines.config.Key;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.artifact.Artifact;
import io.palimpsest.schemas.artifact.Kind;
import io.palimpsest.schemas.artifact.Split;
import io.palimpsest.schemas.artifact.Storage;
import io.palimpsest.schemas.record.TrainingStep;
import io.palimpsest.transforms.artifact.InputShard;
import io.palimpsest.transforms.fork.RunForked;
import io.palimpsest.transforms.training.PretrainModel;
import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import org.apache.avro.Schema;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.values.PCollection;

/** Shuffled samples to a pre-trained checkpoint. */
final class PretrainStage implements StageType<PretrainStage.Config> {
  /**
   * @see PretrainingConfig
   */
  record Config(
      @Key(
              value = "the network's size: nano, tiny, small, base or pixelgpt (the paper's)",
              byDefault = "tiny")
          String model,
      @Key("optimiser steps") int steps,
      @Key(value = "sequences a step", byDefault = "16") int batchSize,
      @Key(value = "the peak learning rate; 0 for the preset's", byDefault = "0")
          double learningRate,
      @Key(
              value = "the part of the steps, at most 2000, in which the learning rate rises",
              byDefault = "0.05")
          double warmupFraction,
      @Key(value = "decoupled weight decay of matrices", byDefault = "0.1") double weightDecay,
      @Key(value = "greatest global norm of a gradient", byDefault = "1") double clip,
      @Key(value = "of the first weights and of the order of samples", byDefault = Key.SEED)
          long seed,
      @Key(
              value = "steps between saved states, from which a killed run goes on",
              byDefault = "200",
              effect = Key.Effect.EXECUTION)
          int checkpointEvery,
      @Key(
              value = "processor threads, 0 for all; the same bytes come out for the same number",
              byDefault = "0",
              effect = Key.Effect.EXECUTION)
          int threads) {
    private static final int MOST_WARMUP = 2000;

    Config {
      if (!(warmupFraction >= 0 && warmupFraction <= 1)) {
        throw new InvalidInputException(
            "warmup-fraction is %s; give a fraction from 0 to 1".formatted(warmupFraction));
      }
      if (threads < 0) {
        throw new InvalidInputException("threads is %d; give 0 or more".formatted(threads));
      }
      // Its constructor says what else is out of bounds.
      training(
          model,
          steps,
          batchSize,
          learningRate,
          warmupFraction,
          weightDecay,
          clip,
          seed,
          checkpointEvery);
    }

    private PretrainingConfig training() {
      return training(
          model,
          steps,
          batchSize,
          learningRate,
          warmupFraction,
          weightDecay,
          clip,
          seed,
          checkpointEvery);
    }

    private static PretrainingConfig training(
        String model,
        int steps,
        int batchSize,
        double learningRate,
        double warmupFraction,
        double weightDecay,
        double clip,
        long seed,
        int checkpointEvery) {
      PretrainingConfig preset = PretrainingConfig.defaults(model, steps, seed);
      return new PretrainingConfig(
          preset.model(),
          steps,
          batchSize,
          learningRate == 0 ? preset.learningRate() : learningRate,
          (int) Math.min(MOST_WARMUP, steps * warmupFraction),
          weightDecay,
          clip,
          seed,
          checkpointEvery);
    }
  }

  @Override
  public String name() {
    return "pretrain";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public String summary() {
    return "pre-trains PixelGPT by next patch prediction, in a process of its own";
  }

  @Override
  public Class<Config> config() {
    return Config.class;
  }

  @Override
  public List<Port> ports() {
    return List.of(Port.one("from", Kind.SHUFFLED_SEQUENCES));
  }

  @Override
  public List<String> kinds() {
    return List.of(Kind.CHECKPOINT);
  }

  @Override
  public List<Schema> schemas(Config config, SortedMap<String, String> inputs) {
    return List.of(TrainingStep.getClassSchema());
  }

  @Override
  public PCollection<String> expand(Pipeline pipeline, StageRun<Config> run) {
    Artifact samples = run.input("from");
    List<String> shards =
        InputShard.of(samples, Split.TRAIN).stream().map(InputShard::path).toList();
    PretrainModel task =
        new PretrainModel(run.config().training(), shards, states(run), run.attempt());
    return pipeline.apply(
        "PretrainModel", RunForked.of(task, run.config().threads(), run.attempt().directory()));
  }

  @Override
  public long expected(StageRun<Config> run) {
    return run.config().steps();
  }

  @Override
  public void committed(StageRun<Config> run) throws IOException {
    Storage storage = run.store().storage();
    storage.delete(storage.list(states(run)));
  }

  /** Where saved states lie: the same for every attempt at this artifact. */
  private static String states(StageRun<Config> run) {
    return "%s/states/%s".formatted(run.store().workspace(), run.attempt().fingerprint());
  }
}
