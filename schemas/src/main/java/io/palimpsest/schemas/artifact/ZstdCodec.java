package io.palimpsest.schemas.artifact;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.avro.file.Codec;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileConstants;

/**
 * Avro's codec {@code zstandard}, a block in one call: Avro's own one streams through a buffer that
 * doubles until the block fits, which costs as much as decompressing it.
 */
final class ZstdCodec extends Codec {
  /** A block that claims to be larger is not believed but tried. */
  private static final int MAX_BLOCK_BYTES = 1 << 26;

  /** Level 3 packs patches to a twelfth at some 450 MB/s a core; 9 gains a tenth at a fifth. */
  private static final int LEVEL = 3;

  /** One more than the level's, as large blocks have more to remember: 2% smaller, no slower. */
  private static final int HASH_BITS = 18;

  private final int windowBits;
  // Kept from block to block; Avro writes what is in it before it asks again.
  private byte[] packed = new byte[0];

  private ZstdCodec(int windowBits) {
    this.windowBits = windowBits;
  }

  /** Of blocks of {@code 1 << windowBits} bytes or so. */
  static CodecFactory factory(int windowBits) {
    return new CodecFactory() {
      @Override
      protected Codec createInstance() {
        return new ZstdCodec(windowBits);
      }
    };
  }

  /** A compressor for blocks of any size; the caller closes it. */
  static ZstdCompressCtx compressor() {
    return new ZstdCompressCtx().setLevel(LEVEL).setChecksum(true);
  }

  @Override
  public String getName() {
    return DataFileConstants.ZSTANDARD_CODEC;
  }

  @Override
  public ByteBuffer compress(ByteBuffer plain) {
    int bound = Math.toIntExact(Zstd.compressBound(plain.remaining()));
    packed = bound > packed.length ? new byte[bound] : packed;
    try (ZstdCompressCtx zstd = compressor().setWindowLog(windowBits).setHashLog(HASH_BITS)) {
      int size =
          zstd.compressByteArray(
              packed, 0, packed.length, plain.array(), computeOffset(plain), plain.remaining());
      return ByteBuffer.wrap(packed, 0, size);
    }
  }

  @Override
  public ByteBuffer decompress(ByteBuffer block) throws IOException {
    byte[] source = block.array();
    int offset = computeOffset(block);
    long size = Zstd.getFrameContentSize(source, offset, block.remaining());
    if (size <= 0 || size > MAX_BLOCK_BYTES) {
      return streamed(source, offset, block.remaining());
    }
    byte[] data = new byte[(int) size];
    try (ZstdDecompressCtx zstd = new ZstdDecompressCtx()) {
      zstd.decompressByteArray(data, 0, data.length, source, offset, block.remaining());
      return ByteBuffer.wrap(data);
    } catch (ZstdException e) {
      throw new IOException("damaged block: " + e.getMessage(), e);
    }
  }

  /** Frames of other writers need not say how large they are. */
  private static ByteBuffer streamed(byte[] source, int offset, int length) throws IOException {
    try (ZstdInputStream in =
        new ZstdInputStream(new ByteArrayInputStream(source, offset, length))) {
      return DeflateBlocks.all(in);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ZstdCodec codec && codec.windowBits == windowBits;
  }

  @Override
  public int hashCode() {
    return windowBits;
  }
}
