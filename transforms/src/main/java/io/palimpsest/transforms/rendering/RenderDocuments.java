package io.palimpsest.transforms.rendering;

import io.palimpsest.schemas.artifact.Attempt;
import io.palimpsest.schemas.artifact.RecordFile;
import io.palimpsest.schemas.artifact.Shard;
import io.palimpsest.schemas.artifact.ShardWriter;
import io.palimpsest.schemas.record.Document;
import io.palimpsest.schemas.record.LabeledExample;
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
 * Renders every shard of documents or labelled examples to a shard of patch sequences of the same
 * name, in the same order: no grouping, and at any parallelism the same bytes.
 *
 * <p>Returns {@link Outcome}s as JSON with the figures {@code documents} (or examples), {@code
 * sequences}, {@code patches} (text patches), {@code truncated} (examples that were too long),
 * {@code missing_glyphs}, {@code missing_glyphs.SCRIPT} for scripts that have some, and {@code
 * worker_seconds}.
 */
public final class RenderDocuments
    extends PTransform<PCollection<InputShard>, PCollection<String>> {
  private static final long serialVersionUID = 1L;

  /** What the shards hold. */
  public enum Records {
    DOCUMENTS,
    EXAMPLES
  }

  private final RenderConfig config;
  private final Records records;
  private final Attempt attempt;

  private RenderDocuments(RenderConfig config, Records records, Attempt attempt) {
    this.config = config;
    this.records = records;
    this.attempt = attempt;
  }

  public static RenderDocuments with(RenderConfig config, Records records, Attempt attempt) {
    return new RenderDocuments(config, records, attempt);
  }

  @Override
  public PCollection<String> expand(PCollection<InputShard> shards) {
    return shards.apply("Render", ParDo.of(new RenderFn(config, records, attempt)));
  }

  private static final class RenderFn extends DoFn<InputShard, String> {
    private static final long serialVersionUID = 1L;

    private final RenderConfig config;
    private final Records records;
    private final Attempt attempt;
    private transient TextRenderer renderer;

    private RenderFn(RenderConfig config, Records records, Attempt attempt) {
      this.config = config;
      this.records = records;
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
        if (records == Records.EXAMPLES) {
          shard.forEach(LabeledExample.class, example -> render(example, out, figures));
        } else {
          shard.forEach(Document.class, document -> render(document, out, figures));
        }
      }
      Shard written = file.finish(shard.name(), shard.split(), OptionalLong.of(figures.sequences));
      double seconds = (System.nanoTime() - began) / 1e9;
      MissingGlyphs missing = renderer.takeMissing();
      outcomes.output(new Outcome(List.of(written), figures.metrics(missing, seconds)).toJson());
    }

    private void render(Document document, DataFileWriter<PatchSequence> out, Figures figures) {
      renderer.render(
          document.getId(), document.getText(), sequence -> append(out, sequence, figures));
      figures.documents++;
      Progress.of(attempt.directory()).add(1);
    }

    private void render(
        LabeledExample example, DataFileWriter<PatchSequence> out, Figures figures) {
      PatchSequence sequence = renderer.render(example);
      append(out, sequence, figures);
      figures.documents++;
      if (sequence.getText().length() < length(example)) {
        figures.truncated++;
      }
      Progress.of(attempt.directory()).add(1);
    }

    private static int length(LabeledExample example) {
      String pair = example.getTextPair();
      return example.getText().length() + (pair == null ? 0 : pair.length());
    }

    private static void append(
        DataFileWriter<PatchSequence> out, PatchSequence sequence, Figures figures) {
      figures.sequences++;
      figures.patches += sequence.getNumPatches();
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
    private long truncated;

    private SortedMap<String, Double> metrics(MissingGlyphs missing, double seconds) {
      SortedMap<String, Double> metrics = new TreeMap<>();
      metrics.put("documents", (double) documents);
      metrics.put("sequences", (double) sequences);
      metrics.put("patches", (double) patches);
      metrics.put("missing_glyphs", (double) missing.total());
      missing
          .byScript()
          .forEach((script, count) -> metrics.put("missing_glyphs." + script, (double) count));
      metrics.put("truncated", (double) truncated);
      metrics.put("worker_seconds", seconds);
      return metrics;
    }
  }
}
