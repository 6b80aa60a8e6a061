package io.palimpsest.transforms.shuffle;

import io.palimpsest.schemas.artifact.Modality;
import io.palimpsest.schemas.artifact.RawRecord;
import io.palimpsest.schemas.artifact.Split;
import io.palimpsest.transforms.artifact.Outcome;
import io.palimpsest.transforms.order.EntryWriter;
import io.palimpsest.transforms.order.Layout;
import io.palimpsest.transforms.order.SplitLayout;
import io.palimpsest.transforms.progress.Progress;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * Keys every sample of the given shards by a hash of (seed, id), once for each time that a {@link
 * Mixture} wants it; {@link io.palimpsest.transforms.order.OrderIntoShards} then makes that the
 * order. Which of two samples comes first depends on the seed and their ids alone, not on the other
 * samples. Every validation sample is taken once, whatever the mixture.
 *
 * <p>Returns {@link #ENTRIES}, and as {@link #FIGURES} {@link Outcome}s as JSON with {@code
 * records.text}, {@code records.pixel} and {@code records.pair}.
 */
public final class ShuffleSamples extends PTransform<PCollection<SampleShard>, PCollectionTuple> {
  private static final long serialVersionUID = 1L;

  /** Keyed samples. */
  public static final TupleTag<KV<Integer, byte[]>> ENTRIES = new TupleTag<>("entries");

  /** How many there are of each modality. */
  public static final TupleTag<String> FIGURES = new TupleTag<>("figures");

  private static final List<String> SPLITS = List.of(Split.TRAIN, Split.VALIDATION, Split.TEST);

  private final Mixture mixture;
  private final Layout layout;
  private final String attempt;

  private ShuffleSamples(Mixture mixture, Layout layout, String attempt) {
    this.mixture = mixture;
    this.layout = layout;
    this.attempt = attempt;
  }

  /**
   * @param layout of {@link #layout}
   * @param attempt the attempt's directory, whose progress is counted
   */
  public static ShuffleSamples by(Mixture mixture, Layout layout, String attempt) {
    return new ShuffleSamples(mixture, layout, attempt);
  }

  /**
   * How shuffled samples are cut.
   *
   * @param schema of the samples, {@link Modality#schema(java.util.Collection)} of theirs
   * @param shards of the training split
   * @param validationShards of the validation split, and of the test split where there is one
   * @param bytes of the samples
   */
  public static Layout layout(Schema schema, int shards, int validationShards, long bytes) {
    return Layout.of(
        List.of(
            new SplitLayout(Split.TRAIN, schema, shards),
            new SplitLayout(Split.VALIDATION, schema, validationShards),
            new SplitLayout(Split.TEST, schema, validationShards)),
        Layout.Duplicates.KEEP,
        bytes);
  }

  @Override
  public PCollectionTuple expand(PCollection<SampleShard> shards) {
    PCollectionTuple keyed =
        shards.apply(
            "Key",
            ParDo.of(new KeyFn(mixture, layout, attempt))
                .withOutputTags(ENTRIES, TupleTagList.of(FIGURES)));
    keyed.get(ENTRIES).setCoder(KvCoder.of(VarIntCoder.of(), ByteArrayCoder.of()));
    keyed.get(FIGURES).setCoder(StringUtf8Coder.of());
    return keyed;
  }

  private static final class KeyFn extends DoFn<SampleShard, KV<Integer, byte[]>> {
    private static final long serialVersionUID = 1L;

    /** Of the branch numbers before samples: they are below 64, so that one byte holds them. */
    private static final int BRANCH_BYTES = 1;

    private final Mixture mixture;
    private final Layout layout;
    private final String attempt;
    private transient EntryWriter writer;
    private transient byte[] branched;

    private KeyFn(Mixture mixture, Layout layout, String attempt) {
      this.mixture = mixture;
      this.layout = layout;
      this.attempt = attempt;
    }

    @Setup
    public void open() {
      writer = new EntryWriter();
      branched = new byte[0];
    }

    @ProcessElement
    public void process(@Element SampleShard samples, MultiOutputReceiver out) throws IOException {
      Progress progress = Progress.of(attempt);
      OutputReceiver<KV<Integer, byte[]>> entries = out.get(ENTRIES);
      long[] written = new long[1];
      samples
          .shard()
          .forEachRaw(
              samples.modality().schema(),
              keyedBy(samples.modality()),
              sample -> {
                written[0] += key(samples, sample, entries);
                progress.add(1);
              });
      Map<String, Double> figures =
          Map.of("records." + samples.modality().label(), (double) written[0]);
      out.get(FIGURES).output(Outcome.of(new TreeMap<>(figures)).toJson());
    }

    /** Passes a sample on as often as it is wanted, and says how often that is. */
    private int key(
        SampleShard samples, RawRecord sample, OutputReceiver<KV<Integer, byte[]>> entries) {
      int split = SPLITS.indexOf(samples.shard().split());
      String id = id(samples, sample.fields());
      boolean training = samples.shard().split().equals(Split.TRAIN);
      int times = training ? mixture.times(samples.modality(), id) : 1;
      for (int time = 0; time < times; time++) {
        entries.output(entry(split, mixture.key(id, time), samples.modality(), sample));
      }
      return times;
    }

    private KV<Integer, byte[]> entry(int split, byte[] key, Modality modality, RawRecord sample) {
      if (layout.splits().get(split).schema().getType() != Schema.Type.UNION) {
        return writer.write(
            layout, split, key, 0, 0, 1, sample.bytes(), sample.offset(), sample.length());
      }
      int length = BRANCH_BYTES + sample.length();
      branched = length > branched.length ? new byte[length * 2] : branched;
      // Avro's zigzag code of a small number.
      branched[0] = (byte) (2 * modality.ordinal());
      System.arraycopy(sample.bytes(), sample.offset(), branched, BRANCH_BYTES, sample.length());
      return writer.write(layout, split, key, 0, 0, 1, branched, 0, length);
    }

    private static Set<String> keyedBy(Modality modality) {
      return modality == Modality.PAIR ? Set.of("tokens") : Set.of("document_id", "index");
    }

    /** Names a sample among all: images by document and index alone, others with what they are. */
    private static String id(SampleShard samples, GenericRecord fields) {
      Modality modality = samples.modality();
      GenericRecord named =
          modality == Modality.PAIR ? (GenericRecord) fields.get("tokens") : fields;
      String id = named.get("document_id") + "#" + named.get("index");
      String what = modality == Modality.PIXEL ? "" : "#" + modality.label();
      return id + what + (samples.source() == 0 ? "" : "#source-" + samples.source());
    }
  }
}
