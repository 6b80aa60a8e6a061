package io.palimpsest.schemas.artifact;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;

/**
 * A record as its bytes with a few of its fields beside them: for steps that pass records on
 * without a look at most of what they hold.
 */
public final class RawRecord {
  private final GenericDatumReader<GenericRecord> reader;
  private BinaryDecoder decoder;
  private GenericRecord fields;
  private byte[] bytes;
  private int offset;
  private int length;

  RawRecord(Schema schema, Set<String> fields) {
    reader = new GenericDatumReader<>(schema, projection(schema, fields));
  }

  /** The decoded fields; good until the next record. */
  public GenericRecord fields() {
    return fields;
  }

  /** Where the record's Avro binary form lies, from {@link #offset}, {@link #length} long. */
  public byte[] bytes() {
    return bytes;
  }

  public int offset() {
    return offset;
  }

  public int length() {
    return length;
  }

  /** Passes a block's records to {@code sink}, one after another, as this object. */
  void forEach(ByteBuffer block, long records, Consumer<RawRecord> sink) throws IOException {
    bytes = block.array();
    int start = block.arrayOffset() + block.position();
    int end = start + block.remaining();
    decoder = DecoderFactory.get().binaryDecoder(bytes, start, block.remaining(), decoder);
    offset = start;
    for (long i = 0; i < records; i++) {
      fields = reader.read(fields, decoder);
      length = end - decoder.inputStream().available() - offset;
      sink.accept(this);
      offset += length;
    }
  }

  private static Schema projection(Schema schema, Set<String> fields) {
    return Schema.createRecord(
        schema.getName(),
        null,
        schema.getNamespace(),
        false,
        schema.getFields().stream()
            .filter(field -> fields.contains(field.name()))
            .map(field -> new Schema.Field(field, field.schema()))
            .toList());
  }
}
