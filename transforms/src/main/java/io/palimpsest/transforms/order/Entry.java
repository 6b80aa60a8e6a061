package io.palimpsest.transforms.order;

import io.palimpsest.schemas.artifact.Checksum;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A record on its way to its place, as bytes: key (16), rank among equal keys (12), weight (8),
 * split (1), the record's size (4), and the record in Avro's binary form, compressed by LZ4: the
 * shuffle moves a third of the pixels, and zstd would take twice the time of a stage's slowest
 * part. {@link EntryWriter} makes them.
 */
public final class Entry {
  /** Bytes of a key: enough that two of a trillion records hardly ever share one. */
  public static final int KEY_BYTES = 16;

  private static final int RANK_BYTES = Integer.BYTES + Long.BYTES;
  private static final int WEIGHT = KEY_BYTES + RANK_BYTES;
  private static final int SPLIT = WEIGHT + Long.BYTES;

  private static final int SIZE = SPLIT + 1;

  /** Where the compressed record begins. */
  static final int BODY = SIZE + Integer.BYTES;

  private Entry() {}

  /** A key that is a pure function of a seed and an id. */
  public static byte[] key(long seed, String id) {
    var digest = Checksum.sha256();
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(seed).flip());
    return Arrays.copyOf(digest.digest(id.getBytes(StandardCharsets.UTF_8)), KEY_BYTES);
  }

  /** A key that is a pure function of a text. */
  public static byte[] key(String text) {
    byte[] digest = Checksum.sha256().digest(text.getBytes(StandardCharsets.UTF_8));
    return Arrays.copyOf(digest, KEY_BYTES);
  }

  static int compare(byte[] a, byte[] b) {
    return Arrays.compareUnsigned(a, 0, WEIGHT, b, 0, WEIGHT);
  }

  static boolean sameKey(byte[] a, byte[] b) {
    return Arrays.equals(a, 0, KEY_BYTES, b, 0, KEY_BYTES);
  }

  static long weight(byte[] entry) {
    return ByteBuffer.wrap(entry).getLong(WEIGHT);
  }

  static int split(byte[] entry) {
    return entry[SPLIT];
  }

  /** Bytes of the record once it is decompressed. */
  static int size(byte[] entry) {
    return ByteBuffer.wrap(entry).getInt(SIZE);
  }
}
