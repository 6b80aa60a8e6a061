package io.palimpsest.schemas.artifact;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import org.apache.avro.file.Codec;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileConstants;
import org.xerial.snappy.Snappy;

/**
 * Avro's codec {@code snappy}, which makes room for what a block claims only after a look at it. A
 * block is followed by the CRC-32 of its plain bytes, big endian.
 */
final class SnappyBlocks extends Codec {
  static CodecFactory factory() {
    return new CodecFactory() {
      @Override
      protected Codec createInstance() {
        return new SnappyBlocks();
      }
    };
  }

  @Override
  public String getName() {
    return DataFileConstants.SNAPPY_CODEC;
  }

  @Override
  public ByteBuffer compress(ByteBuffer plain) throws IOException {
    byte[] packed = new byte[Snappy.maxCompressedLength(plain.remaining()) + Integer.BYTES];
    int offset = computeOffset(plain);
    int size = Snappy.compress(plain.array(), offset, plain.remaining(), packed, 0);
    ByteBuffer block = ByteBuffer.wrap(packed);
    block.putInt(size, crc(plain.array(), offset, plain.remaining()));
    return block.limit(size + Integer.BYTES);
  }

  @Override
  public ByteBuffer decompress(ByteBuffer packed) throws IOException {
    int offset = computeOffset(packed);
    int size = packed.remaining() - Integer.BYTES;
    if (size < 1) {
      throw new IOException("damaged block: too short for snappy");
    }
    DeflateBlocks.requireBound(Snappy.uncompressedLength(packed.array(), offset, size));
    byte[] plain = new byte[Snappy.uncompressedLength(packed.array(), offset, size)];
    Snappy.uncompress(packed.array(), offset, size, plain, 0);
    if (packed.getInt(packed.position() + size) != crc(plain, 0, plain.length)) {
      throw new IOException("damaged block: its checksum is not right");
    }
    return ByteBuffer.wrap(plain);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SnappyBlocks;
  }

  @Override
  public int hashCode() {
    return getName().hashCode();
  }

  private static int crc(byte[] bytes, int offset, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }
}
