package io.palimpsest.schemas.artifact;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.apache.avro.file.Codec;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DeflateCodec;

/** Avro's codec {@code deflate}, with a bound on what a block unpacks to, as Avro 1.11 has none. */
final class DeflateBlocks extends Codec {
  /** A block of our own has 16 MiB and a record. */
  static final int MOST_BYTES = 1 << 28;

  private static final int DEFLATE_LEVEL = 6;

  private final Codec codec = new DeflateCodec(DEFLATE_LEVEL);

  static CodecFactory factory() {
    return new CodecFactory() {
      @Override
      protected Codec createInstance() {
        return new DeflateBlocks();
      }
    };
  }

  /** All that a stream unpacks to; memory grows with it, not with what it claims. */
  static ByteBuffer all(InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(MOST_BYTES + 1);
    requireBound(bytes.length);
    return ByteBuffer.wrap(bytes);
  }

  @Override
  public String getName() {
    return codec.getName();
  }

  @Override
  public ByteBuffer compress(ByteBuffer plain) throws IOException {
    return codec.compress(plain);
  }

  @Override
  public ByteBuffer decompress(ByteBuffer packed) throws IOException {
    Inflater inflater = new Inflater(/* nowrap= */ true);
    try (InputStream in =
        new InflaterInputStream(
            new ByteArrayInputStream(packed.array(), computeOffset(packed), packed.remaining()),
            inflater)) {
      return all(in);
    } finally {
      inflater.end();
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DeflateBlocks bounded && bounded.codec.equals(codec);
  }

  @Override
  public int hashCode() {
    return codec.hashCode();
  }

  static void requireBound(long bytes) throws HostileSizeException {
    if (bytes < 0 || bytes > MOST_BYTES) {
      throw new HostileSizeException(
          "a block unpacks to more than %d bytes".formatted((long) MOST_BYTES));
    }
  }
}
