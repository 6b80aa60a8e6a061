package io.palimpsest.pipelines.stage;

import io.palimpsest.pipelines.config.Key;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.artifact.Artifact;
import io.palimpsest.schemas.artifact.Kind;
import io.palimpsest.schemas.artifact.Modality;
import io.palimpsest.schemas.artifact.Split;
import io.palimpsest.transforms.artifact.InputShard;
import io.palimpsest.transforms.artifact.Outcome;
import io.palimpsest.transforms.order.Layout;
import io.palimpsest.transforms.order.OrderIntoShards;
import io.palimpsest.transforms.shuffle.Mixture;
import io.palimpsest.transforms.shuffle.SampleShard;
import io.palimpsest.transforms.shuffle.ShuffleSamples;
import io.palimpsest.transforms.source.HandOut;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;

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
          int validationShards,
      @Key(
              value =
                  "the times that each training sample of tokens is in the mixture; of 0.25 a quarter is in it, drawn by a hash of seed and id",
              byDefault = "1")
          double textWeight,
      @Key(
              value = "the times that each training sample of patches is in the mixture",
              byDefault = "1")
          double pixelWeight,
      @Key(
              value = "the times that each training pair of patches and tokens is in the mixture",
              byDefault = "1")
          double pairWeight) {
    Config {
      if (shards < 1 || validationShards < 1) {
        throw new InvalidInputException(
            "shards is %d and validation-shards %d; both must be 1 or more"
                .formatted(shards, validationShards));
      }
      // Its constructor says what is out of bounds.
      mixture(seed, textWeight, pixelWeight, pairWeight);
    }

    private Mixture mixture() {
      return mixture(seed, textWeight, pixelWeight, pairWeight);
    }

    private static Mixture mixture(long seed, double text, double pixel, double pair) {
      return new Mixture(
          seed, Map.of(Modality.TEXT, text, Modality.PIXEL, pixel, Modality.PAIR, pair));
    }
  }

  @Override
  public String name() {
    return "shuffle";
  }

  @Override
  public int version() {
    return 2;
  }

  @Override
  public String summary() {
    return "mixes samples of text, pixels and pairs, and shuffles them globally into shards of equal size, by a hash of seed and id";
  }

  @Override
  public Class<Config> config() {
    return Config.class;
  }

  @Override
  public List<Port> ports() {
    return List.of(
        Port.many("from", Kind.PATCH_SEQUENCES, Kind.TOKEN_SEQUENCES, Kind.PAIR_SEQUENCES));
  }

  @Override
  public List<String> kinds() {
    return List.of(Kind.SHUFFLED_SEQUENCES);
  }

  @Override
  public List<Schema> schemas(Config config, SortedMap<String, String> inputs) {
    return inputs.values().stream().map(Modality::ofKind).distinct().map(Modality::schema).toList();
  }

  @Override
  public PCollection<String> expand(Pipeline pipeline, StageRun<Config> run) {
    Config config = run.config();
    List<Artifact> inputs = byFingerprint(run);
    // Tokens of different meaning are refused before anything is read.
    TokenIds.common(inputs);
    Mixture mixture = config.mixture();
    Layout layout =
        ShuffleSamples.layout(
            Modality.schema(inputs.stream().map(ShuffleStage::modality).toList()),
            config.shards(),
            config.validationShards(),
            bytes(inputs, mixture));
    PCollectionTuple keyed =
        pipeline
            .apply("Shards", HandOut.of(shards(inputs), SerializableCoder.of(SampleShard.class)))
            .apply("ShuffleSamples", ShuffleSamples.by(mixture, layout, run.attempt().directory()));
    PCollection<String> shards =
        keyed
            .get(ShuffleSamples.ENTRIES)
            .apply("OrderIntoShards", OrderIntoShards.of(layout, run.attempt()));
    return PCollectionList.of(shards)
        .and(keyed.get(ShuffleSamples.FIGURES))
        .apply("Outcomes", Flatten.pCollections());
  }

  /** The inputs in an order that does not depend on the stages' names. */
  private static List<Artifact> byFingerprint(StageRun<Config> run) {
    return run.inputs().values().stream()
        .sorted(Comparator.comparing(artifact -> artifact.manifest().fingerprint()))
        .toList();
  }

  private static Modality modality(Artifact samples) {
    return Modality.ofKind(samples.manifest().kind());
  }

  private static List<SampleShard> shards(List<Artifact> inputs) {
    List<SampleShard> shards = new ArrayList<>();
    Map<Modality, Integer> sources = new EnumMap<>(Modality.class);
    for (Artifact samples : inputs) {
      Modality modality = modality(samples);
      int source = sources.merge(modality, 1, Integer::sum) - 1;
      for (InputShard shard : InputShard.of(samples, Split.TRAIN, Split.VALIDATION, Split.TEST)) {
        shards.add(new SampleShard(shard, modality, source));
      }
    }
    return shards;
  }

  private static long bytes(List<Artifact> inputs, Mixture mixture) {
    return inputs.stream()
        .mapToLong(
            samples ->
                (long)
                    (samples.manifest().bytes() * Math.max(1, mixture.weight(modality(samples)))))
        .sum();
  }

  @Override
  public long expected(StageRun<Config> run) {
    // Counted when it is read, and each time that it is taken when it is sorted.
    Mixture mixture = run.config().mixture();
    double expected = 0;
    for (Artifact samples : run.inputs().values()) {
      double weight = mixture.weight(modality(samples));
      expected += (1 + weight) * samples.manifest().records(Split.TRAIN);
      expected += 2.0 * samples.manifest().records(Split.VALIDATION);
      expected += 2.0 * samples.manifest().records(Split.TEST);
    }
    return Math.round(expected);
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
    for (Artifact samples : run.inputs().values()) {
      String figure = "records." + modality(samples).label();
      metrics.put(figure, outcome.metrics().getOrDefault(figure, 0.0));
    }
    metrics.put("shards", (double) outcome.shards().size());
    TokenIds.common(run.inputs().values()).ifPresent(ids -> metrics.putAll(ids.figures()));
    return metrics;
  }
}
