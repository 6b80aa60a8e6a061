package io.palimpsest.pipelines.stage;

import io.palimpsest.pipelines.config.Key;
import io.palimpsest.schemas.artifact.Kind;
import io.palimpsest.schemas.artifact.Manifest;
import io.palimpsest.schemas.artifact.Shard;
import io.palimpsest.schemas.artifact.Split;
import io.palimpsest.schemas.record.PatchSequence;
import io.palimpsest.transforms.artifact.InputShard;
import io.palimpsest.transforms.artifact.Outcome;
import io.palimpsest.transforms.rendering.Colour;
import io.palimpsest.transforms.rendering.FontFile;
import io.palimpsest.transforms.rendering.Mode;
import io.palimpsest.transforms.rendering.RenderConfig;
import io.palimpsest.transforms.rendering.RenderDocuments;
import io.palimpsest.transforms.rendering.Strategy;
import io.palimpsest.transforms.source.HandOut;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.values.PCollection;

/** Documents or labelled examples to patch sequences. */
final class RenderStage implements StageType<RenderStage.Config> {
  /**
   * @see RenderConfig
   */
  record Config(
      @Key(
              value =
                  "font files in the order in which they are asked for a glyph, 'file.ttc#2' for the third font of a collection, 'default' for those that come with Palimpsest",
              byDefault = "[default]",
              effect = Key.Effect.EXECUTION)
          List<String> fonts,
      @Key(value = "size of the type in points", byDefault = "8") double pointSize,
      @Key(value = "pixels per inch", byDefault = "120") int dpi,
      @Key(value = "side of a patch in pixels; a multiple of 8", byDefault = "16") int patchSize,
      @Key(
              value =
                  "most patches of a sequence, the end patch counted; longer texts continue in a next one",
              byDefault = "1024")
          int maxPatches,
      @Key(
              value =
                  "where units of text begin: continuous (one line, the shortest), words (each at a patch border), bigrams (two characters a patch, the fewest distinct patches)",
              byDefault = "continuous")
          Strategy strategy,
      @Key(
              value =
                  "rgb (stored as one channel where all is grey), grayscale, or binary (black and white)",
              byDefault = "rgb")
          Mode mode,
      @Key(value = "colour of the text, #rrggbb", byDefault = "'#000000'") String ink,
      @Key(value = "colour behind the text, #rrggbb", byDefault = "'#ffffff'") String paper,
      @Key(
              value = "whether each sequence says which characters each of its patches shows",
              byDefault = "false")
          boolean patchRanges) {
    private static final String DEFAULT_FONTS = "default";

    Config {
      // Its constructor says what is out of bounds.
      new RenderConfig(
          FontFile.defaults(),
          pointSize,
          dpi,
          patchSize,
          maxPatches,
          strategy,
          mode,
          Colour.parse(ink),
          Colour.parse(paper),
          patchRanges);
    }

    private List<FontFile> fontFiles() {
      return fonts.stream()
          .flatMap(
              font ->
                  font.equals(DEFAULT_FONTS)
                      ? FontFile.defaults().stream()
                      : Stream.of(FontFile.at(font)))
          .toList();
    }

    private RenderConfig renderConfig() {
      return new RenderConfig(
          fontFiles(),
          pointSize,
          dpi,
          patchSize,
          maxPatches,
          strategy,
          mode,
          Colour.parse(ink),
          Colour.parse(paper),
          patchRanges);
    }
  }

  @Override
  public String name() {
    return "render";
  }

  @Override
  public int version() {
    return 2;
  }

  @Override
  public String summary() {
    return "renders documents or labelled examples as lines of text and cuts them into square patches";
  }

  @Override
  public Class<Config> config() {
    return Config.class;
  }

  @Override
  public List<Port> ports() {
    return List.of(Port.one("from", Kind.DOCUMENTS, Kind.EXAMPLES));
  }

  @Override
  public List<String> kinds() {
    return List.of(Kind.PATCH_SEQUENCES);
  }

  @Override
  public List<Schema> schemas(Config config, SortedMap<String, String> inputs) {
    return List.of(PatchSequence.getClassSchema());
  }

  @Override
  public SortedMap<String, String> digests(Config config) {
    SortedMap<String, String> digests = new TreeMap<>();
    List<FontFile> fonts = config.fontFiles();
    for (int i = 0; i < fonts.size(); i++) {
      digests.put("font-%03d".formatted(i), fonts.get(i).digest());
    }
    return digests;
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
            "RenderDocuments",
            RenderDocuments.with(run.config().renderConfig(), records(run), run.attempt()));
  }

  private static RenderDocuments.Records records(StageRun<Config> run) {
    return run.input("from").manifest().kind().equals(Kind.EXAMPLES)
        ? RenderDocuments.Records.EXAMPLES
        : RenderDocuments.Records.DOCUMENTS;
  }

  @Override
  public long expected(StageRun<Config> run) {
    Manifest input = run.input("from").manifest();
    return input.records(Split.TRAIN) + input.records(Split.VALIDATION) + input.records(Split.TEST);
  }

  @Override
  public SortedMap<String, Double> metrics(StageRun<Config> run, Outcome outcome) {
    SortedMap<String, Double> metrics = new TreeMap<>(outcome.metrics());
    double patches = metrics.get("patches");
    double bytes = outcome.shards().stream().mapToLong(Shard::bytes).sum();
    metrics.put("bytes_per_patch", bytes / patches);
    // Of one worker thread, files read and written included.
    metrics.put("patches_per_second", patches / metrics.remove("worker_seconds"));
    return metrics;
  }
}
