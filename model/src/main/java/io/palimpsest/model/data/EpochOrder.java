package io.palimpsest.model.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * The order of a pass over shards that are already shuffled: the shards in a new order, and the
 * records of each run of {@value #BLOCK} permuted among themselves. A pure function of seed and
 * epoch. A whole new shuffle each epoch would need random access to the shards; this needs one
 * block in memory.
 */
record EpochOrder(long seed, int epoch) {
  /** Records permuted together: some 13 MB at 128 grey patches each. */
  static final int BLOCK = 256;

  private static final long SHARDS = -1;

  List<String> shards(List<String> shards) {
    return permuted(shards, SHARDS);
  }

  /** The records of a pass's block, counted from 0, in their order. */
  <T> List<T> block(List<T> records, long block) {
    return permuted(records, block);
  }

  private <T> List<T> permuted(List<T> items, long part) {
    List<T> copy = new ArrayList<>(items);
    Collections.shuffle(copy, new Random(mix(mix(mix(seed) + epoch) + part)));
    return copy;
  }

  /** The finaliser of SplitMix64 (Steele et al. 2014): near inputs give unrelated outputs. */
  static long mix(long value) {
    long mixed = value + 0x9E3779B97F4A7C15L;
    mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
