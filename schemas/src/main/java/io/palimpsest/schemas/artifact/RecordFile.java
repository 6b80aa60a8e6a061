package io.palimpsest.schemas.artifact;

import com.github.luben.zstd.ZstdCompressCtx;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileConstants;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/**
 * Avro object container files whose bytes are a function of their records alone: zstd blocks of a
 * fixed size, and a sync marker made of the schema, where Avro would draw one at random.
 */
public final class RecordFile {
  /** Base two logarithm of the bytes of a block. */
  private static final int BLOCK_BITS = 24;

  /**
   * Uncompressed bytes a block, and zstd's window: words repeat over thousands of patches, so that
   * blocks of 16 MiB take a fifth less than those of 1 MiB, at the same speed.
   */
  private static final int BLOCK_BYTES = 1 << BLOCK_BITS;

  private RecordFile() {}

  /** A writer to {@code out}, which it closes. */
  public static <T extends SpecificRecord> DataFileWriter<T> writer(
      Class<T> type, Schema schema, OutputStream out) throws IOException {
    SpecificDatumWriter<T> records = new SpecificDatumWriter<>(schema, generated(type));
    return configure(new DataFileWriter<>(records)).create(schema, out, syncMarker(schema));
  }

  /** A writer of a file of one type of record. */
  public static <T extends SpecificRecord> DataFileWriter<T> writer(
      Class<T> type, Storage storage, String path) throws IOException {
    OutputStream out = new BufferedOutputStream(storage.create(path));
    return writer(type, SpecificData.get().getSchema(type), out);
  }

  /** Writes all records of a file that fits into memory. */
  public static <T extends SpecificRecord> void write(
      Class<T> type, Iterable<T> records, Storage storage, String path) throws IOException {
    try (DataFileWriter<T> out = writer(type, storage, path)) {
      for (T each : records) {
        out.append(each);
      }
    }
  }

  /** All records of a file that fits into memory. */
  public static <T extends SpecificRecord> List<T> read(Class<T> type, Storage storage, String path)
      throws IOException {
    List<T> records = new ArrayList<>();
    try (DataFileStream<T> in = reader(type, new BufferedInputStream(storage.open(path)))) {
      in.forEach(records::add);
    }
    return records;
  }

  /**
   * A reader of the records in {@code in}, which it closes.
   *
   * @param type of the records; {@link SpecificRecord} itself for whatever records the file holds,
   *     which may be of several types
   */
  public static <T extends SpecificRecord> DataFileStream<T> reader(Class<T> type, InputStream in)
      throws IOException {
    if (type == SpecificRecord.class) {
      // The file's own schema is the one to read by.
      return BoundedAvro.open(in, new SpecificDatumReader<>(generated(RecordFile.class)));
    }
    Schema schema = SpecificData.get().getSchema(type);
    return BoundedAvro.open(in, new SpecificDatumReader<>(schema, schema, generated(type)));
  }

  /** A reader of the blocks in {@code in}, which it closes. */
  static DataFileStream<Object> blocks(InputStream in) throws IOException {
    return BoundedAvro.open(in, new GenericDatumReader<>());
  }

  /** A compressor for the blocks of a {@link BlockWriter}; the caller closes it. */
  public static ZstdCompressCtx compressor() {
    return ZstdCodec.compressor();
  }

  static CodecFactory codec() {
    return ZstdCodec.factory(BLOCK_BITS);
  }

  static <T> DataFileWriter<T> configure(DataFileWriter<T> file) {
    return file.setCodec(codec()).setSyncInterval(BLOCK_BYTES);
  }

  /** Reads and writes by the code that Avro generated, where it did, not field by field. */
  private static SpecificData generated(Class<?> type) {
    SpecificData data = new SpecificData(type.getClassLoader());
    data.setCustomCoders(true);
    return data;
  }

  static byte[] syncMarker(Schema schema) {
    byte[] text = schema.toString().getBytes(StandardCharsets.UTF_8);
    return Arrays.copyOf(Checksum.sha256().digest(text), DataFileConstants.SYNC_SIZE);
  }
}
