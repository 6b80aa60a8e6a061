package io.palimpsest.transforms.order;

import io.palimpsest.schemas.artifact.Attempt;
import io.palimpsest.schemas.artifact.Shard;
import io.palimpsest.transforms.artifact.Outcome;
import io.palimpsest.transforms.storage.BeamStorage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * Sorts {@link Entry entries} by key and writes them as shards of equal size (to one record).
 *
 * <p>The order, and with it every byte, is a function of the entries and the layout: neither
 * parallelism nor arrival order nor runner matters. Returns {@link Outcome}s as JSON: the shards,
 * and per split the figures {@code records.<split>}, {@code duplicates.<split>}, {@code
 * weight.<split>}.
 *
 * <p>Limit: one bucket, compressed, must fit a worker thread's memory; {@link Layout#of} chooses
 * their number.
 */
public final class OrderIntoShards
    extends PTransform<PCollection<KV<Integer, byte[]>>, PCollection<String>> {
  private static final long serialVersionUID = 1L;

  private static final TupleTag<ShardPlan> PLANS = new TupleTag<>("plans");
  private static final TupleTag<String> FIGURES = new TupleTag<>("figures");

  private final Layout layout;
  private final Attempt attempt;

  private OrderIntoShards(Layout layout, Attempt attempt) {
    this.layout = layout;
    this.attempt = attempt;
  }

  public static OrderIntoShards of(Layout layout, Attempt attempt) {
    return new OrderIntoShards(layout, attempt);
  }

  @Override
  public PCollection<String> expand(PCollection<KV<Integer, byte[]>> entries) {
    PCollectionTuple plans =
        entries
            .apply("GroupByBucket", GroupByKey.create())
            .apply("SortBuckets", ParDo.of(new SortFn(layout, attempt)))
            .setCoder(SerializableCoder.of(Part.class))
            .apply("Together", WithKeys.of(""))
            .apply("GroupParts", GroupByKey.create())
            .apply(
                "PlanShards",
                ParDo.of(new PlanFn(layout)).withOutputTags(PLANS, TupleTagList.of(FIGURES)));
    PCollection<String> shards =
        plans
            .get(PLANS)
            .setCoder(SerializableCoder.of(ShardPlan.class))
            .apply("Spread", Reshuffle.viaRandomKey())
            .apply("CutShards", ParDo.of(new CutFn(layout, attempt)));
    return PCollectionList.of(shards)
        .and(plans.get(FIGURES).setCoder(StringUtf8Coder.of()))
        .apply("Outcomes", Flatten.pCollections());
  }

  private static final class SortFn extends DoFn<KV<Integer, Iterable<byte[]>>, Part> {
    private static final long serialVersionUID = 1L;

    private final Layout layout;
    private final Attempt attempt;

    private SortFn(Layout layout, Attempt attempt) {
      this.layout = layout;
      this.attempt = attempt;
    }

    @ProcessElement
    public void process(@Element KV<Integer, Iterable<byte[]>> bucket, OutputReceiver<Part> out)
        throws IOException {
      SortBucket sort = new SortBucket(new BeamStorage(), attempt, layout);
      sort.write(bucket.getKey(), bucket.getValue()).forEach(out::output);
    }
  }

  private static final class PlanFn extends DoFn<KV<String, Iterable<Part>>, ShardPlan> {
    private static final long serialVersionUID = 1L;

    private final Layout layout;

    private PlanFn(Layout layout) {
      this.layout = layout;
    }

    @ProcessElement
    public void process(@Element KV<String, Iterable<Part>> parts, MultiOutputReceiver out) {
      List<List<Part>> bySplit = new ArrayList<>();
      layout.splits().forEach(split -> bySplit.add(new ArrayList<>()));
      parts.getValue().forEach(part -> bySplit.get(part.split()).add(part));
      SortedMap<String, Double> figures = new TreeMap<>();
      for (int i = 0; i < bySplit.size(); i++) {
        SplitLayout split = layout.splits().get(i);
        ShardPlan.cut(i, split, bySplit.get(i)).forEach(out.get(PLANS)::output);
        figures.putAll(figures(split.split(), bySplit.get(i)));
      }
      out.get(FIGURES).output(Outcome.of(figures).toJson());
    }

    private static Map<String, Double> figures(String split, List<Part> parts) {
      return Map.of(
          "records." + split, (double) parts.stream().mapToLong(Part::records).sum(),
          "duplicates." + split, (double) parts.stream().mapToLong(Part::duplicates).sum(),
          "weight." + split, (double) parts.stream().mapToLong(Part::weight).sum());
    }
  }

  private static final class CutFn extends DoFn<ShardPlan, String> {
    private static final long serialVersionUID = 1L;

    private final Layout layout;
    private final Attempt attempt;

    private CutFn(Layout layout, Attempt attempt) {
      this.layout = layout;
      this.attempt = attempt;
    }

    @ProcessElement
    public void process(@Element ShardPlan plan, OutputReceiver<String> outcomes)
        throws IOException {
      Shard shard = new CutShard(new BeamStorage(), attempt, layout).write(plan);
      outcomes.output(new Outcome(List.of(shard), new TreeMap<>()).toJson());
    }
  }
}
