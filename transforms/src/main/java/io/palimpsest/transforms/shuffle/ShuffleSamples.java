package io.palimpsest.transforms.shuffle;

import io.palimpsest.schemas.artifact.RawRecord;
import io.palimpsest.schemas.artifact.Split;
import io.palimpsest.schemas.record.PatchSequence;
import io.palimpsest.transforms.artifact.InputShard;
import io.palimpsest.transforms.order.Entry;
import io.palimpsest.transforms.order.EntryWriter;
import io.palimpsest.transforms.order.Layout;
import io.palimpsest.transforms.order.SplitLayout;
import io.palimpsest.transforms.progress.Progress;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.apache.avro.generic.GenericRecord;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;

/**
 * Keys every sample of the given shards by a hash of (seed, id); {@link
 * io.palimpsest.transforms.order.OrderIntoShards} then makes that the order. Which of two samples
 * comes first depends on the seed and their ids alone, not on the other samples.
 */
public final class ShuffleSamples
    extends PTransform<PCollection<InputShard>, PCollection<KV<Integer, byte[]>>> {
  private static final long serialVersionUID = 1L;
  private static final List<String> SPLITS = List.of(Split.TRAIN, Split.VALIDATION, Split.TEST);

  private static final Set<String> KEYED_BY = Set.of("document_id", "index", "num_patches");

  private final long seed;
  private final Layout layout;
  private final String attempt;

  private ShuffleSamples(long seed, Layout layout, String attempt) {
    this.seed = seed;
    this.layout = layout;
    this.attempt = attempt;
  }

  /**
   * @param layout of {@link #layout}
   * @param attempt the attempt's directory, whose progress is counted
   */
  public static ShuffleSamples by(long seed, Layout layout, String attempt) {
    return new ShuffleSamples(seed, layout, attempt);
  }

  /**
   * How shuffled samples are cut.
   *
   * @param shards of the training split
   * @param validationShards of the validation split, and of the test split where there is one
   * @param bytes of the samples' shards
   */
  public static Layout layout(int shards, int validationShards, long bytes) {
    return Layout.of(
        List.of(
            new SplitLayout(Split.TRAIN, PatchSequence.class, shards),
            new SplitLayout(Split.VALIDATION, PatchSequence.class, validationShards),
            new SplitLayout(Split.TEST, PatchSequence.class, validationShards)),
        Layout.Duplicates.KEEP,
        bytes);
  }

  @Override
  public PCollection<KV<Integer, byte[]>> expand(PCollection<InputShard> shards) {
    return shards
        .apply("Key", ParDo.of(new KeyFn(seed, layout, attempt)))
        .setCoder(KvCoder.of(VarIntCoder.of(), ByteArrayCoder.of()));
  }

  private static final class KeyFn extends DoFn<InputShard, KV<Integer, byte[]>> {
    private static final long serialVersionUID = 1L;

    private final long seed;
    private final Layout layout;
    private final String attempt;
    private transient EntryWriter writer;

    private KeyFn(long seed, Layout layout, String attempt) {
      this.seed = seed;
      this.layout = layout;
      this.attempt = attempt;
    }

    @Setup
    public void open() {
      writer = new EntryWriter();
    }

    @ProcessElement
    public void process(@Element InputShard shard, OutputReceiver<KV<Integer, byte[]>> entries)
        throws IOException {
      int split = SPLITS.indexOf(shard.split());
      Progress progress = Progress.of(attempt);
      shard.forEachRaw(
          PatchSequence.SCHEMA$,
          KEYED_BY,
          sample -> {
            entries.output(entry(split, sample));
            progress.add(1);
          });
    }

    private KV<Integer, byte[]> entry(int split, RawRecord sample) {
      GenericRecord fields = sample.fields();
      byte[] key = Entry.key(seed, fields.get("document_id") + "#" + fields.get("index"));
      long patches = (Integer) fields.get("num_patches");
      return writer.write(
          layout, split, key, 0, 0, patches, sample.bytes(), sample.offset(), sample.length());
    }
  }
}
