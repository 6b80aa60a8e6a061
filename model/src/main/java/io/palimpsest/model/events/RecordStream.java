package io.palimpsest.model.events;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * Writes TensorFlow's record format: for each record its length (8 bytes, little-endian), the
 * length's masked CRC, the record, and its masked CRC (tensorflow/core/lib/io/record_writer.h).
 */
final class RecordStream {
  private static final int MASK_DELTA = 0xa282ead8;

  private final OutputStream out;

  /** The caller closes {@code out}. */
  RecordStream(OutputStream out) {
    this.out = out;
  }

  void write(byte[] record) throws IOException {
    byte[] length = little(Long.BYTES).putLong(record.length).array();
    out.write(length);
    out.write(crc(length));
    out.write(record);
    out.write(crc(record));
  }

  /** A CRC of bytes that hold CRCs says little, so that the stored one is rotated and shifted. */
  static int maskedCrc(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return Integer.rotateRight((int) crc.getValue(), 15) + MASK_DELTA;
  }

  private static byte[] crc(byte[] bytes) {
    return little(Integer.BYTES).putInt(maskedCrc(bytes)).array();
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
