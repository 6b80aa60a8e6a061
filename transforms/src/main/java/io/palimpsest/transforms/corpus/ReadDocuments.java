package io.palimpsest.transforms.corpus;

import io.palimpsest.schemas.artifact.Split;
import io.palimpsest.schemas.record.Document;
import io.palimpsest.schemas.record.LabeledExample;
import io.palimpsest.schemas.record.RejectedRecord;
import io.palimpsest.transforms.order.Entry;
import io.palimpsest.transforms.order.EntryWriter;
import io.palimpsest.transforms.order.Layout;
import io.palimpsest.transforms.order.SplitLayout;
import io.palimpsest.transforms.progress.Progress;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.avro.specific.SpecificRecord;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;

/**
 * Reads chunks of source files into entries for {@link
 * io.palimpsest.transforms.order.OrderIntoShards}: documents keyed by their text's digest, and
 * labelled examples by that of text, pair and label, so that equal ones meet and the first by file
 * and place stays; rejected records keyed by their place.
 *
 * <p>An element is a list of chunks that are read one after the other; the limit, if any, holds for
 * each list.
 */
public final class ReadDocuments
    extends PTransform<PCollection<List<SourceChunk>>, PCollection<KV<Integer, byte[]>>> {
  private static final long serialVersionUID = 1L;
  private static final int TRAIN = 0;
  private static final int VALIDATION = 1;
  private static final int REJECTED = 2;

  private final ReadOptions options;
  private final Layout layout;
  private final String attempt;

  private ReadDocuments(ReadOptions options, Layout layout, String attempt) {
    this.options = options;
    this.layout = layout;
    this.attempt = attempt;
  }

  /**
   * @param layout of {@link #layout}
   * @param attempt the attempt's directory, whose progress is counted
   */
  public static ReadDocuments with(ReadOptions options, Layout layout, String attempt) {
    return new ReadDocuments(options, layout, attempt);
  }

  /** The splits of a corpus of about {@code bytes} of text. */
  public static Layout layout(int shards, ReadOptions options, long bytes) {
    int validationShards = (int) Math.max(1, Math.round(shards * options.validation()));
    Class<? extends SpecificRecord> type =
        options.fields().ofExamples() ? LabeledExample.class : Document.class;
    return Layout.of(
        List.of(
            new SplitLayout(Split.TRAIN, type, shards),
            new SplitLayout(Split.VALIDATION, type, validationShards),
            new SplitLayout(Split.REJECTED, RejectedRecord.class, 1)),
        Layout.Duplicates.DROP,
        bytes);
  }

  @Override
  public PCollection<KV<Integer, byte[]>> expand(PCollection<List<SourceChunk>> chunks) {
    return chunks
        .apply("Read", ParDo.of(new ReadFn(options, layout, attempt)))
        .setCoder(KvCoder.of(VarIntCoder.of(), ByteArrayCoder.of()));
  }

  private static final class ReadFn extends DoFn<List<SourceChunk>, KV<Integer, byte[]>> {
    private static final long serialVersionUID = 1L;
    private static final int EXCERPT = 200;

    private final ReadOptions options;
    private final Layout layout;
    private final String attempt;
    private transient EntryWriter writer;

    private ReadFn(ReadOptions options, Layout layout, String attempt) {
      this.options = options;
      this.layout = layout;
      this.attempt = attempt;
    }

    @Setup
    public void open() {
      writer = new EntryWriter();
    }

    @ProcessElement
    public void process(
        @Element List<SourceChunk> chunks, OutputReceiver<KV<Integer, byte[]>> entries)
        throws IOException {
      DocumentReader reader = new DocumentReader(options);
      AtomicLong left = new AtomicLong(options.limit() == 0 ? Long.MAX_VALUE : options.limit());
      for (SourceChunk chunk : chunks) {
        boolean more =
            reader.read(
                chunk,
                record -> {
                  entries.output(entry(chunk.file(), record));
                  Progress.of(attempt).add(1);
                  return left.decrementAndGet() > 0;
                });
        if (!more) {
          return;
        }
      }
    }

    private KV<Integer, byte[]> entry(int file, RawRecord record) {
      Content clean = record.content().clean();
      String problem = record.problem().isEmpty() ? clean.problem() : record.problem();
      if (!problem.isEmpty()) {
        return rejected(file, record, clean.text(), problem);
      }
      return writer.write(
          layout,
          HashSplit.isBelow(options.validation(), record.id()) ? VALIDATION : TRAIN,
          Entry.key(clean.identity()),
          file,
          record.offset(),
          clean.bytes(),
          clean.toRecord(record.id()));
    }

    private KV<Integer, byte[]> rejected(int file, RawRecord record, String text, String reason) {
      String excerpt = text.substring(0, Math.min(EXCERPT, text.length()));
      return writer.write(
          layout,
          REJECTED,
          Entry.key(record.id() + reason),
          file,
          record.offset(),
          0,
          new RejectedRecord(record.id(), reason, excerpt));
    }
  }
}
