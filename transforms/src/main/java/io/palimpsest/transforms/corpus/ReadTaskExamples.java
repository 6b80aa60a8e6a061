package io.palimpsest.transforms.corpus;

import io.palimpsest.model.task.ExampleId;
import io.palimpsest.model.task.TaskFile.Part;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.artifact.Split;
import io.palimpsest.schemas.record.LabeledExample;
import io.palimpsest.schemas.record.RejectedRecord;
import io.palimpsest.transforms.order.Entry;
import io.palimpsest.transforms.order.EntryWriter;
import io.palimpsest.transforms.order.Layout;
import io.palimpsest.transforms.order.SplitLayout;
import io.palimpsest.transforms.progress.Progress;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;

/**
 * Reads a task's official files into entries for {@link
 * io.palimpsest.transforms.order.OrderIntoShards}: labelled examples keyed by a hash of their ids
 * ({@link ExampleId}). Equal examples all stay: figures are comparable only over the official rows.
 * Test examples of files without labels have none.
 *
 * <p>Rows that cannot be read are rejected, but in test files they fail the stage, as every row
 * there needs a prediction. So does a label that is none of the task's.
 */
public final class ReadTaskExamples
    extends PTransform<PCollection<TaskSource>, PCollection<KV<Integer, byte[]>>> {
  private static final long serialVersionUID = 1L;
  private static final int TRAIN = 0;
  private static final int VALIDATION = 1;
  private static final int TEST = 2;
  private static final int REJECTED = 3;
  private static final long SHARD_BYTES = 32L << 20;

  private final TaskOptions options;
  private final Layout layout;
  private final String attempt;

  private ReadTaskExamples(TaskOptions options, Layout layout, String attempt) {
    this.options = options;
    this.layout = layout;
    this.attempt = attempt;
  }

  /**
   * @param layout of {@link #layout}
   * @param attempt the attempt's directory, whose progress is counted
   */
  public static ReadTaskExamples with(TaskOptions options, Layout layout, String attempt) {
    return new ReadTaskExamples(options, layout, attempt);
  }

  /**
   * The splits of a task.
   *
   * @param shards of the training split
   * @param bytes of all its files
   */
  public static Layout layout(int shards, long bytes) {
    int others = (int) Math.max(1, bytes / SHARD_BYTES);
    return Layout.of(
        List.of(
            new SplitLayout(Split.TRAIN, LabeledExample.class, shards),
            new SplitLayout(Split.VALIDATION, LabeledExample.class, others),
            new SplitLayout(Split.TEST, LabeledExample.class, others),
            new SplitLayout(Split.REJECTED, RejectedRecord.class, 1)),
        Layout.Duplicates.KEEP,
        bytes);
  }

  @Override
  public PCollection<KV<Integer, byte[]>> expand(PCollection<TaskSource> files) {
    return files
        .apply("Read", ParDo.of(new ReadFn(options, layout, attempt)))
        .setCoder(KvCoder.of(VarIntCoder.of(), ByteArrayCoder.of()));
  }

  private static final class ReadFn extends DoFn<TaskSource, KV<Integer, byte[]>> {
    private static final long serialVersionUID = 1L;
    private static final int EXCERPT = 200;

    private final TaskOptions options;
    private final Layout layout;
    private final String attempt;
    private transient EntryWriter writer;

    private ReadFn(TaskOptions options, Layout layout, String attempt) {
      this.options = options;
      this.layout = layout;
      this.attempt = attempt;
    }

    @Setup
    public void open() {
      writer = new EntryWriter();
    }

    @ProcessElement
    public void process(@Element TaskSource source, OutputReceiver<KV<Integer, byte[]>> entries)
        throws IOException {
      boolean trainOnly = source.layout().part() == Part.TRAIN;
      new TaskReader(source, options.maxDocumentBytes())
          .read(
              row -> {
                split(source, row.id())
                    .ifPresent(split -> entries.output(entry(source.file(), split, row)));
                Progress.of(attempt).add(1);
                return !trainOnly || options.trainsOn(row.id().row() + 1);
              });
    }

    /** Empty for an example that is left out. */
    private Optional<Integer> split(TaskSource source, ExampleId id) {
      if (source.layout().part() == Part.TEST) {
        return Optional.of(TEST);
      }
      if (source.layout().part() == Part.DEV
          && (options.trainSplit() == TrainSplit.TRAIN
              || HashSplit.isBelow(options.validation(), Long.toString(id.row())))) {
        return Optional.of(VALIDATION);
      }
      boolean wanted =
          options.trainsOn(id.row())
              && id.language()
                  .or(() -> source.layout().language(source.name()))
                  .map(options::trainsOn)
                  .orElse(true);
      return wanted ? Optional.of(TRAIN) : Optional.empty();
    }

    private KV<Integer, byte[]> entry(int file, int split, TaskRow row) {
      String id = row.id().toString();
      Content clean = row.record().content().clean();
      String problem = row.record().problem().isEmpty() ? clean.problem() : row.record().problem();
      if (problem.isEmpty()) {
        return writer.write(
            layout,
            split,
            Entry.key(id),
            file,
            row.record().offset(),
            clean.bytes(),
            example(id, clean));
      }
      if (split == TEST) {
        throw new InvalidInputException(
            "%s: %s; every row of a test file needs a prediction, so correct the file"
                .formatted(id, problem));
      }
      String excerpt = clean.text().substring(0, Math.min(EXCERPT, clean.text().length()));
      return writer.write(
          layout,
          REJECTED,
          Entry.key(id),
          file,
          row.record().offset(),
          0,
          new RejectedRecord(id, problem, excerpt));
    }

    private LabeledExample example(String id, Content clean) {
      String label = clean.label().map(each -> options.task().canonical(each, id)).orElse(null);
      return new LabeledExample(id, clean.text(), clean.pair().orElse(null), label);
    }
  }
}
