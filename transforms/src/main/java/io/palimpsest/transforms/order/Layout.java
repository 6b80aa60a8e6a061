package io.palimpsest.transforms.order;

import java.io.Serializable;
import java.util.List;

/**
 * How an artifact is cut into shards.
 *
 * @param splits in the order of their indices
 * @param duplicates what becomes of records with equal keys, in whichever split
 * @param buckets how many parts of the key range are sorted on their own; decides the memory that
 *     sorting needs, and block borders, so it must be a function of the input alone
 */
public record Layout(List<SplitLayout> splits, Duplicates duplicates, int buckets)
    implements Serializable {
  /**
   * A bucket's compressed records should fit a thread's share of a small heap many times over, and
   * be small enough that workers share buckets evenly.
   */
  private static final long BUCKET_BYTES = 2L << 20;

  /** Enough for a few workers to share the sorting of a small corpus evenly. */
  private static final int MIN_BUCKETS = 32;

  private static final int MAX_BUCKETS = 1 << 16;

  /** What becomes of records with equal keys. */
  public enum Duplicates {
    /** All stay, in the order of their ranks. */
    KEEP,
    /** The first by rank stays, the others are counted. */
    DROP
  }

  public Layout {
    splits = List.copyOf(splits);
  }

  /** A layout for about {@code bytes} of compressed records. */
  public static Layout of(List<SplitLayout> splits, Duplicates duplicates, long bytes) {
    long buckets = Math.max(MIN_BUCKETS, Math.min(MAX_BUCKETS, bytes / BUCKET_BYTES));
    return new Layout(splits, duplicates, Math.toIntExact(buckets));
  }

  /** The bucket of a key whose first 64 bits are {@code prefix}: buckets are in key order. */
  int bucket(long prefix) {
    // The high half of the unsigned 128-bit product scales [0, 2^64) to [0, buckets).
    long high = Math.multiplyHigh(prefix, buckets);
    return Math.toIntExact(prefix < 0 ? high + buckets : high);
  }
}
