package io.palimpsest.transforms.order;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.beam.sdk.values.KV;

/** Makes {@link Entry entries}. Keeps its buffers from one to the next; for one thread. */
public final class EntryWriter {
  private final LZ4Compressor lz4 = LZ4Factory.fastestInstance().fastCompressor();
  private final Buffer binary = new Buffer();
  private final BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(binary, null);
  private final Map<Schema, SpecificDatumWriter<SpecificRecord>> writers = new HashMap<>();
  private byte[] entry = new byte[0];

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
  public KV<Integer, byte[]> write(
      Layout layout,
      int split,
      byte[] key,
      int file,
      long offset,
      long weight,
      SpecificRecord record) {
    encode(record);
    return write(layout, split, key, file, offset, weight, binary.bytes(), 0, binary.size());
  }

  /**
   * An entry of a record that is encoded already.
   *
   * @param bytes the record's Avro binary form lies in them
   * @param start where it begins
   * @param size its length
   */
  public KV<Integer, byte[]> write(
      Layout layout,
      int split,
      byte[] key,
      int file,
      long offset,
      long weight,
      byte[] bytes,
      int start,
      int size) {
    int bound = Entry.BODY + lz4.maxCompressedLength(size);
    entry = bound > entry.length ? new byte[bound] : entry;
    ByteBuffer.wrap(entry)
        .put(key)
        .putInt(file)
        .putLong(offset)
        .putLong(weight)
        .put((byte) split)
        .putInt(size);
    int body = lz4.compress(bytes, start, size, entry, Entry.BODY);
    return KV.of(
        layout.bucket(ByteBuffer.wrap(key).getLong()), Arrays.copyOf(entry, Entry.BODY + body));
  }

  private void encode(SpecificRecord record) {
    binary.reset();
    try {
      writers
          .computeIfAbsent(record.getSchema(), schema -> writer(schema, record.getClass()))
          .write(record, encoder);
    } catch (IOException e) {
      throw new AssertionError("memory does not fail", e);
    }
  }

  private static SpecificDatumWriter<SpecificRecord> writer(Schema schema, Class<?> type) {
    SpecificData data = new SpecificData(type.getClassLoader());
    data.setCustomCoders(true);
    return new SpecificDatumWriter<>(schema, data);
  }

  /** Lends its bytes instead of copying them. */
  private static final class Buffer extends ByteArrayOutputStream {
    private byte[] bytes() {
      return buf;
    }
  }
}
