package io.palimpsest.transforms.corpus;

import io.palimpsest.transforms.order.Entry;
import java.nio.ByteBuffer;

/** Chooses a fraction of records by a hash of their ids, whatever other records there are. */
final class HashSplit {
  private HashSplit() {}

  /** Whether the id's hash, as a fraction of its range, lies below the wanted part. */
  static boolean isBelow(double fraction, String id) {
    long hash = ByteBuffer.wrap(Entry.key(id)).getLong() >>> 1;
    return hash < fraction * Long.MAX_VALUE;
  }
}
