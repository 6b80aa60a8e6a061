package io.palimpsest.transforms.storage;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.CRC32C;

/** CRC32C as Google Cloud Storage writes it: four bytes, big endian, in Base64. */
final class Crc32c {
  private Crc32c() {}

  static String text(CRC32C checksum) {
    byte[] bytes = ByteBuffer.allocate(Integer.BYTES).putInt((int) checksum.getValue()).array();
    return Base64.getEncoder().encodeToString(bytes);
  }
}
