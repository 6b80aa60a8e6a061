package io.palimpsest.pipelines.stage;

import io.palimpsest.pipelines.config.Key;
import io.palimpsest.schemas.artifact.Kind;
import io.palimpsest.schemas.artifact.Manifest;
import io.palimpsest.schemas.artifact.Split;
import io.palimpsest.transforms.artifact.InputShard;
import io.palimpsest.transforms.artifact.Outcome;
import io.palimpsest.transforms.source.HandOut;
import io.palimpsest.transforms.tokenizing.SequenceTokenizer;
import io.palimpsest.transforms.tokenizing.TokenizeDocuments;
import io.palimpsest.transforms.tokenizing.TokenizerFile;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.values.PCollection;

/** Documents or labelled examples to token sequences, images to pairs of image and tokens. */
final class TokenizeStage implements StageType<TokenizeStage.Config> {
  record Config(
      @Key(
              value =
                  "bytes (the bytes of UTF-8: 256 ids and 2 markers), or the path of a tokenizer.json",
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
              value =
                  "most tokens of a sequence, markers counted, 16 or more; longer documents continue in a next one, longer examples are cut off",
              byDefault = "1024")
          int maxTokens) {
    Config {
      SequenceTokenizer.requireEnough(maxTokens);
    }

    private TokenizerFile file() {
      return TokenizerFile.at(tokenizer, bosToken, eosToken);
    }
  }

  @Override
  public String name() {
    return "tokenize";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public String summary() {
    return "tokenizes documents or labelled examples, or puts the tokens of its text beside each rendered image";
  }

  @Override
  public Class<Config> config() {
    return Config.class;
  }

  @Override
  public List<Port> ports() {
    return List.of(Port.one("from", Kind.DOCUMENTS, Kind.EXAMPLES, Kind.PATCH_SEQUENCES));
  }

  @Override
  public List<String> kinds() {
    return List.of(Kind.TOKEN_SEQUENCES, Kind.PAIR_SEQUENCES);
  }

  @Override
  public String kind(Config config, SortedMap<String, String> inputs) {
    return inputs.get("from").equals(Kind.PATCH_SEQUENCES)
        ? Kind.PAIR_SEQUENCES
        : Kind.TOKEN_SEQUENCES;
  }

  @Override
  public List<Schema> schemas(Config config, SortedMap<String, String> inputs) {
    return List.of(records(inputs.get("from")).made());
  }

  private static TokenizeDocuments.Records records(String kind) {
    return switch (kind) {
      case Kind.EXAMPLES -> TokenizeDocuments.Records.EXAMPLES;
      case Kind.PATCH_SEQUENCES -> TokenizeDocuments.Records.IMAGES;
      default -> TokenizeDocuments.Records.DOCUMENTS;
    };
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
    return pipeline
        .apply(
            "Shards",
            HandOut.of(
                InputShard.of(run.input("from"), Split.TRAIN, Split.VALIDATION, Split.TEST),
                SerializableCoder.of(InputShard.class)))
        .apply(
            "TokenizeDocuments",
            TokenizeDocuments.with(
                run.config().file(),
                run.config().maxTokens(),
                records(run.input("from").manifest().kind()),
                run.attempt()));
  }

  @Override
  public long expected(StageRun<Config> run) {
    Manifest input = run.input("from").manifest();
    return input.records(Split.TRAIN) + input.records(Split.VALIDATION) + input.records(Split.TEST);
  }

  @Override
  public SortedMap<String, Double> metrics(StageRun<Config> run, Outcome outcome) {
    SortedMap<String, Double> metrics = new TreeMap<>(outcome.metrics());
    double tokens = metrics.get("tokens");
    // Of text in UTF-8.
    metrics.put("bytes_per_token", metrics.remove("bytes") / tokens);
    // Of one worker thread, files read and written included.
    metrics.put("tokens_per_second", tokens / metrics.remove("worker_seconds"));
    TokenizerFile.Ids ids = run.config().file().ids();
    metrics.put("vocabulary", (double) ids.vocabulary());
    metrics.put("bos", (double) ids.bos());
    metrics.put("eos", (double) ids.eos());
    return metrics;
  }
}
