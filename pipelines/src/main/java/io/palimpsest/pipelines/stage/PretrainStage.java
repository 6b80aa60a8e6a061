package io.palimpsest.pipelines.stage;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.palimpsest.model.DeviceChoice;
import io.palimpsest.model.network.ModelConfig;
import io.palimpsest.model.network.Precision;
import io.palimpsest.model.training.PretrainingConfig;
import io.palimpsest.pipelines.config.Key;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.artifact.Artifact;
import io.palimpsest.schemas.artifact.Kind;
import io.palimpsest.schemas.artifact.Modality;
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

  /** What a network learns from its patches. */
  enum Objective {
    @JsonProperty("next")
    NEXT,
    @JsonProperty("masked")
    MASKED
  }

  /**
   * @see PretrainingConfig
   */
  record Config(
      @Key(
              value = "the network's size: nano, tiny, small, base or pixelgpt (the paper's)",
              byDefault = "tiny")
          String model,
      @Key(
              value =
                  "next: each patch and token from those before it; masked: hidden patches from all others, the bidirectional baseline (PIXEL), images only",
              byDefault = "next")
          Objective objective,
      @Key("optimiser steps") int steps,
      @Key(value = "sequences a step", byDefault = "16") int batchSize,
      @Key(
              value =
                  "parts in which a step's sequences are computed, for less memory; changes the last digits",
              byDefault = "1")
          int accumulation,
      @Key(
              value = "type of the products: float32, or bfloat16, faster where the device has it",
              byDefault = "float32")
          Precision precision,
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
              value = "minutes after which a state is saved too",
              byDefault = "10",
              effect = Key.Effect.EXECUTION)
          double checkpointMinutes,
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
    private static final int MOST_WARMUP = 2000;

    Config {
      if (!(warmupFraction >= 0 && warmupFraction <= 1)) {
        throw new InvalidInputException(
            "warmup-fraction is %s; give a fraction from 0 to 1".formatted(warmupFraction));
      }
      if (threads < 0) {
        throw new InvalidInputException("threads is %d; give 0 or more".formatted(threads));
      }
      PretrainingConfig preset = PretrainingConfig.defaults(model, steps, seed);
      learningRate = learningRate == 0 ? preset.learningRate() : learningRate;
      // Its constructor says what else is out of bounds.
      new PretrainingConfig(
          preset.model(),
          steps,
          batchSize,
          accumulation,
          precision,
          learningRate,
          (int) Math.min(MOST_WARMUP, steps * warmupFraction),
          weightDecay,
          clip,
          seed,
          checkpointEvery,
          checkpointMinutes);
    }

    /** The training of a network of some shape. */
    private PretrainingConfig training(ModelConfig shape) {
      return new PretrainingConfig(
          shape,
          steps,
          batchSize,
          accumulation,
          precision,
          learningRate,
          (int) Math.min(MOST_WARMUP, steps * warmupFraction),
          weightDecay,
          clip,
          seed,
          checkpointEvery,
          checkpointMinutes);
    }

    /** The network that reads what the samples hold. */
    private ModelConfig shape(SortedMap<String, Double> samples) {
      boolean patches = has(samples, Modality.PIXEL) || has(samples, Modality.PAIR);
      int vocabulary = samples.getOrDefault("vocabulary", 0.0).intValue();
      return ModelConfig.preset(model).reading(vocabulary, patches, objective == Objective.NEXT);
    }

    private static boolean has(SortedMap<String, Double> samples, Modality modality) {
      return samples.getOrDefault("records." + modality.label(), 0.0) > 0;
    }
  }

  @Override
  public String name() {
    return "pretrain";
  }

  @Override
  public int version() {
    return 2;
  }

  @Override
  public String summary() {
    return "pre-trains TextGPT, PixelGPT, MonoGPT or DualGPT, by what the samples are, in its own process";
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
    Config config = run.config();
    PretrainingConfig training = config.training(config.shape(samples.manifest().metrics()));
    PretrainModel task =
        new PretrainModel(training, config.device(), shards, states(run), run.attempt());
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
