package io.palimpsest.pipelines.stage;

import io.palimpsest.pipelines.config.Key;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.artifact.Artifact;
import io.palimpsest.schemas.artifact.Kind;
import io.palimpsest.schemas.artifact.Split;
import io.palimpsest.schemas.record.PatchSequence;
import io.palimpsest.transforms.artifact.InputShard;
import io.palimpsest.transforms.artifact.Outcome;
import io.palimpsest.transforms.order.Layout;
import io.palimpsest.transforms.order.OrderIntoShards;
import io.palimpsest.transforms.shuffle.ShuffleSamples;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;

/** Samples in any order to globally shuffled shards. */
final class ShuffleStage implements StageType<ShuffleStage.Config> {
  record Config(
      @Key(value = "decides the order, together with the samples' ids", byDefault = Key.SEED)
          long seed,
      @Key(value = "files of the training split, equal in records to one", byDefault = "8")
          int shards,
      @Key(
              value = "files of the validation split, and of the test split where there is one",
              byDefault = "1")
          int validationShards) {
    Config {
      if (shards < 1 || validationShards < 1) {
        throw new InvalidInputException(
            "shards is %d and validation-shards %d; both must be 1 or more"
                .formatted(shards, validationShards));
      }
    }
  }

  @Override
  public String name() {
    return "shuffle";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public String summary() {
    return "shuffles samples globally into shards of equal size, by a hash of seed and id";
  }

  @Override
  public Class<Config> config() {
    return Config.class;
  }

  @Override
  public List<Port> ports() {
    return List.of(Port.one("from", Kind.PATCH_SEQUENCES));
  }

  @Override
  public List<String> kinds() {
    return List.of(Kind.SHUFFLED_PATCH_SEQUENCES);
  }

  @Override
  public List<Schema> schemas(Config config) {
    return List.of(PatchSequence.getClassSchema());
  }

  @Override
  public PCollection<String> expand(Pipeline pipeline, StageRun<Config> run) {
    Config config = run.config();
    Artifact samples = run.input("from");
    Layout layout =
        ShuffleSamples.layout(
            config.shards(), config.validationShards(), samples.manifest().bytes());
    return pipeline
        .apply(
            "Shards",
            Create.of(InputShard.of(samples, Split.TRAIN, Split.VALIDATION, Split.TEST))
                .withCoder(SerializableCoder.of(InputShard.class)))
        .apply(
            "ShuffleSamples", ShuffleSamples.by(config.seed(), layout, run.attempt().directory()))
        .apply("OrderIntoShards", OrderIntoShards.of(layout, run.attempt()));
  }

  @Override
  public long expected(StageRun<Config> run) {
    // Counted when it is read and again when it is sorted.
    var manifest = run.input("from").manifest();
    return 2
        * (manifest.records(Split.TRAIN)
            + manifest.records(Split.VALIDATION)
            + manifest.records(Split.TEST));
  }

  @Override
  public SortedMap<String, Double> metrics(StageRun<Config> run, Outcome outcome) {
    SortedMap<String, Double> metrics = new TreeMap<>();
    double train = outcome.metrics().getOrDefault("records." + Split.TRAIN, 0.0);
    double validation = outcome.metrics().getOrDefault("records." + Split.VALIDATION, 0.0);
    double test = outcome.metrics().getOrDefault("records." + Split.TEST, 0.0);
    if (test > 0) {
      metrics.put("test_records", test);
    }
    metrics.put("records", train + validation + test);
    metrics.put("train_records", train);
    metrics.put("validation_records", validation);
    metrics.put("shards", (double) outcome.shards().size());
    return metrics;
  }
}
