package io.palimpsest.schemas.artifact;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumWriter;

/** Writes a {@link RecordFile} of blocks that are compressed already. */
public final class BlockWriter implements Closeable {
  private final OutputStream out;
  private final byte[] sync;
  private final byte[] number = new byte[10];

  /**
   * Writes the file's header.
   *
   * @param out to write to; closed with this writer
   */
  public BlockWriter(Schema schema, OutputStream out) throws IOException {
    this.out = out;
    this.sync = RecordFile.syncMarker(schema);
    DataFileWriter<Object> header = new DataFileWriter<>(new GenericDatumWriter<>());
    RecordFile.configure(header).create(schema, out, sync).flush();
  }

  /**
   * Appends a block.
   *
   * @param records how many it holds
   * @param packed their Avro binary forms one after another, compressed by {@link
   *     RecordFile#compressor}
   */
  public void append(long records, byte[] packed) throws IOException {
    writeLong(records);
    writeLong(packed.length);
    out.write(packed, 0, packed.length);
    out.write(sync, 0, sync.length);
  }

  @Override
  public void close() throws IOException {
    out.close();
  }

  private void writeLong(long value) throws IOException {
    int length = org.apache.avro.io.BinaryData.encodeLong(value, number, 0);
    out.write(number, 0, length);
  }
}
