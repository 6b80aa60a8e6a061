package io.palimpsest.transforms.order;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A shard as slices of parts.
 *
 * @param split index in the layout
 * @param name of the file
 * @param slices in order
 */
record ShardPlan(int split, String name, List<Slice> slices) implements Serializable {
  /** Records {@code from} (inclusive) to {@code to} (exclusive) of a part. */
  record Slice(Part part, long from, long to) implements Serializable {}

  long records() {
    return slices.stream().mapToLong(slice -> slice.to() - slice.from()).sum();
  }

  /** Cuts the parts of one split, in any order, into shards that differ by one record at most. */
  static List<ShardPlan> cut(int split, SplitLayout layout, List<Part> unordered) {
    List<Part> parts = unordered.stream().sorted(Comparator.comparingInt(Part::bucket)).toList();
    long records = parts.stream().mapToLong(Part::records).sum();
    int shards = (int) Math.min(layout.shards(), records);
    List<ShardPlan> plans = new ArrayList<>();
    for (int i = 0; i < shards; i++) {
      String name = "%s-%05d-of-%05d.avro".formatted(layout.split(), i, shards);
      plans.add(
          new ShardPlan(
              split,
              name,
              slices(parts, border(records, i, shards), border(records, i + 1, shards))));
    }
    return plans;
  }

  /** The first record of shard {@code i}: {@code records * i / shards} without overflow. */
  private static long border(long records, int i, int shards) {
    return records / shards * i + records % shards * i / shards;
  }

  private static List<Slice> slices(List<Part> parts, long from, long to) {
    List<Slice> slices = new ArrayList<>();
    long start = 0;
    for (Part part : parts) {
      long first = Math.max(from, start) - start;
      long last = Math.min(to, start + part.records()) - start;
      if (first < last) {
        slices.add(new Slice(part, first, last));
      }
      start += part.records();
    }
    return slices;
  }
}
