package io.palimpsest.transforms.rendering;

import io.palimpsest.schemas.artifact.Attempt;
import io.palimpsest.schemas.artifact.RecordFile;
import io.palimpsest.schemas.artifact.Shard;
import io.palimpsest.schemas.artifact.ShardWriter;
import io.palimpsest.schemas.record.Document;
import io.palimpsest.schemas.record.PatchSequence;
import io.palimpsest.transforms.artifact.InputShard;
import io.palimpsest.transforms.artifact.Outcome;
import io.palimpsest.transforms.progress.Progress;
import io.palimpsest.transforms.storage.BeamStorage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.avro.file.DataFileWriter;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/**
 * Renders every shard of documents to a shard of patch sequences of the same name, in the same
 * order: no grouping, and at any parallelism the same bytes.
 *
 * <p>Returns {@link Outcome}s as JSON with the figures {@code documents}, {@code sequences}, {@code
 * patches} (text patches), {@code missing_glyphs} and {@code worker_seconds}.
 */
public final class RenderDocuments
    extends PTransform<PCollection<InputShard>, PCollection<String>> {
  private static final long serialVersionUID = 1L;

  private final RenderConfig config;
  private final Attempt attempt;

  private RenderDocuments(RenderConfig config, Attempt attempt) {
    this.config = config;
    this.attempt = attempt;
  }

  public static RenderDocuments with(RenderConfig config, Attempt attempt) {
    return new RenderDocuments(config, attempt);
  }

  @Override
  public PCollection<String> expand(PCollection<InputShard> shards) {
    return shards.apply("Render", ParDo.of(new RenderFn(config, attempt)));
  }

  private static final class RenderFn extends DoFn<InputShard, String> {
    private static final long serialVersionUID = 1L;

    private final RenderConfig config;
    private final Attempt attempt;
    private transient TextRenderer renderer;

    private RenderFn(RenderConfig config, Attempt attempt) {
      this.config = config;
      this.attempt = attempt;
    }

    @Setup
    public void loadFonts() {
      renderer = new TextRenderer(config);
    }

    @Teardown
    public void releaseFonts() {
      if (renderer != null) {
        renderer.close();
      }
    }

    @ProcessElement
    public void process(@Element InputShard shard, OutputReceiver<String> outcomes)
        throws IOException {
      long began = System.nanoTime();
      Figures figures = new Figures();
      ShardWriter file = new ShardWriter(new BeamStorage(), attempt);
      try (DataFileWriter<PatchSequence> out =
          RecordFile.writer(PatchSequence.class, PatchSequence.getClassSchema(), file)) {
        shard.forEach(Document.class, document -> render(document, out, figures));
      }
      Shard written = file.finish(shard.name(), shard.split(), OptionalLong.of(figures.sequences));
      double seconds = (System.nanoTime() - began) / 1e9;
      outcomes.output(new Outcome(List.of(written), figures.metrics(seconds)).toJson());
    }

    private void render(Document document, DataFileWriter<PatchSequence> out, Figures figures) {
      figures.missingGlyphs +=
          renderer.render(
              document.getId(),
              document.getText(),
              sequence -> {
                figures.sequences++;
                figures.patches += sequence.getNumPatches();
                append(out, sequence);
              });
      figures.documents++;
      Progress.of(attempt.directory()).add(1);
    }

    private static void append(DataFileWriter<PatchSequence> out, PatchSequence sequence) {
      try {
        out.append(sequence);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static final class Figures {
    private long documents;
    private long sequences;
    private long patches;
    private long missingGlyphs;

    private SortedMap<String, Double> metrics(double seconds) {
      SortedMap<String, Double> metrics = new TreeMap<>();
      metrics.put("documents", (double) documents);
      metrics.put("sequences", (double) sequences);
      metrics.put("patches", (double) patches);
      metrics.put("missing_glyphs", (double) missingGlyphs);
      metrics.put("worker_seconds", seconds);
      return metrics;
    }
  }
}
