package io.palimpsest.transforms.order;

import com.github.luben.zstd.Zstd;
import io.palimpsest.schemas.artifact.Checksum;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.beam.sdk.values.KV;

/**
 * A record on its way to its place, as bytes: key (16), rank among equal keys (12), weight (8),
 * split (1), and the record in Avro's binary form, zstd-compressed: the shuffle moves a seventh of
 * the pixels.
 */
public final class Entry {
  /** Bytes of a key: enough that two of a trillion records hardly ever share one. */
  public static final int KEY_BYTES = 16;

  private static final int RANK_BYTES = Integer.BYTES + Long.BYTES;
  private static final int WEIGHT = KEY_BYTES + RANK_BYTES;
  private static final int SPLIT = WEIGHT + Long.BYTES;
  private static final int BODY = SPLIT + 1;

  /** zstd's fastest regular level; the bytes live only as long as the job. */
  private static final int LEVEL = 1;

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

  /**
   * An entry, keyed by the bucket that it belongs to.
   *
   * @param layout of the artifact
   * @param split index of the record's split in it
   * @param key decides the order
   * @param file first decider among equal keys
   * @param offset second decider among equal keys
   * @param weight what is summed over the records that are kept
   */
  public static <T extends SpecificRecord> KV<Integer, byte[]> of(
      Layout layout, int split, byte[] key, int file, long offset, long weight, T record) {
    byte[] body = Zstd.compress(binary(record), LEVEL);
    byte[] entry =
        ByteBuffer.allocate(BODY + body.length)
            .put(key)
            .putInt(file)
            .putLong(offset)
            .putLong(weight)
            .put((byte) split)
            .put(body)
            .array();
    return KV.of(layout.bucket(ByteBuffer.wrap(key).getLong()), entry);
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

  /** The record in Avro's binary form. */
  static ByteBuffer body(byte[] entry) {
    byte[] compressed = Arrays.copyOfRange(entry, BODY, entry.length);
    int size = Math.toIntExact(Zstd.getFrameContentSize(compressed));
    return ByteBuffer.wrap(Zstd.decompress(compressed, size));
  }

  private static <T extends SpecificRecord> byte[] binary(T record) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    try {
      new SpecificDatumWriter<T>(record.getSchema()).write(record, encoder);
    } catch (IOException e) {
      throw new AssertionError("memory does not fail", e);
    }
    return out.toByteArray();
  }
}
