package io.palimpsest.pipelines.stage;

import io.palimpsest.model.DeviceChoice;
import io.palimpsest.model.encoder.Pooling;
import io.palimpsest.pipelines.config.Key;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.artifact.Artifact;
import io.palimpsest.schemas.artifact.Kind;
import io.palimpsest.schemas.artifact.Shard;
import io.palimpsest.schemas.artifact.Split;
import io.palimpsest.schemas.record.ExampleFeature;
import io.palimpsest.transforms.artifact.InputShard;
import io.palimpsest.transforms.featurizing.EncoderChoice;
import io.palimpsest.transforms.featurizing.EncoderSource;
import io.palimpsest.transforms.featurizing.ExampleShards;
import io.palimpsest.transforms.featurizing.FeaturizeExamples;
import io.palimpsest.transforms.fork.RunForked;
import io.palimpsest.transforms.tokenizing.TokenizerFile;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.values.PCollection;

/** Examples to features: a frozen encoder's vectors of their texts. */
final class FeaturizeStage implements StageType<FeaturizeStage.Config> {
  record Config(
      @Key(
              value =
                  "minilm (all-MiniLM-L6-v2, the first token's state) or subject (the checkpoint's own states)",
              byDefault = "minilm")
          EncoderChoice encoder,
      @Key(value = "of subject: last (the last token's state) or mean", byDefault = "last")
          Pooling pooling,
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
              value = "the subject's: auto, cpu or cuda; auto takes a GPU if there is one",
              byDefault = "auto",
              effect = Key.Effect.EXECUTION)
          DeviceChoice device,
      @Key(value = "processor threads, 0 for all", byDefault = "0", effect = Key.Effect.EXECUTION)
          int threads) {
    Config {
      if (threads < 0) {
        throw new InvalidInputException("threads is %d; give 0 or more".formatted(threads));
      }
    }

    private TokenizerFile file() {
      return TokenizerFile.at(tokenizer, bosToken, eosToken);
    }
  }

  @Override
  public String name() {
    return "featurize";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public String summary() {
    return "encodes examples, each text once, into the vectors that simulators compute from";
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
        Port.one("examples", Kind.PROMPTS, Kind.DYNAMICS),
        Port.optional("checkpoint", Kind.CHECKPOINT));
  }

  @Override
  public List<String> kinds() {
    return List.of(Kind.FEATURES);
  }

  @Override
  public List<Schema> schemas(Config config, SortedMap<String, String> inputs) {
    return List.of(ExampleFeature.getClassSchema());
  }

  @Override
  public SortedMap<String, String> digests(Config config) {
    if (config.encoder() == EncoderChoice.MINILM) {
      return new TreeMap<>();
    }
    TokenizerFile file = config.file();
    // What is wrong with it is said now, not when it is used.
    file.ids();
    return new TreeMap<>(Map.of(TokenIds.DIGEST, file.digest()));
  }

  @Override
  public PCollection<String> expand(Pipeline pipeline, StageRun<Config> run) {
    Config config = run.config();
    boolean minilm = config.encoder() == EncoderChoice.MINILM;
    Artifact checkpoint = run.inputs().get("checkpoint");
    if (minilm != (checkpoint == null)) {
      throw new InvalidInputException(
          minilm
              ? "stage '%s' has a checkpoint, which encoder minilm does not need: leave it out, or give encoder: subject"
                  .formatted(run.name())
              : "stage '%s' has encoder: subject and no checkpoint: add one to its from, as checkpoint"
                  .formatted(run.name()));
    }
    FeaturizeExamples task =
        new FeaturizeExamples(
            new ExampleShards(InputShard.of(run.input("examples"), Split.ALL)),
            minilm ? new EncoderSource.MiniLm() : subject(config, checkpoint),
            run.store().workspace() + "/cache/features",
            run.attempt());
    return pipeline.apply(
        "FeaturizeExamples", RunForked.of(task, config.threads(), run.attempt().directory()));
  }

  private static EncoderSource.Subject subject(Config config, Artifact checkpoint) {
    String weights =
        checkpoint.manifest().shards().stream()
            .filter(shard -> shard.name().endsWith(".safetensors"))
            .map(Shard::checksum)
            .collect(Collectors.joining("-"));
    String digest = (weights + "-" + config.file().digest()).replace(":", "-");
    return new EncoderSource.Subject(
        checkpoint.directory(), digest, config.file(), config.pooling(), config.device());
  }
}
