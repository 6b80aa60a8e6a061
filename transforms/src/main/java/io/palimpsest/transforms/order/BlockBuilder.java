package io.palimpsest.transforms.order;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import io.palimpsest.schemas.artifact.RecordFile;
import java.util.Arrays;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;

/** Packs records into {@link Block}s, one after another. */
final class BlockBuilder implements AutoCloseable {
  /**
   * Bytes of a block before it is packed: less than in other files, as buckets have to be filled
   * with whole blocks, and what fits a core's cache is packed faster.
   */
  static final int BLOCK_BYTES = 1 << 20;

  private final ZstdCompressCtx compressor = RecordFile.compressor();
  private final ZstdDecompressCtx decompressor = new ZstdDecompressCtx();
  private final LZ4SafeDecompressor lz4 = LZ4Factory.fastestInstance().safeDecompressor();
  private byte[] bytes = new byte[1 << 16];
  private byte[] packed = new byte[0];
  private int size;
  private int[] lengths = new int[64];
  private int records;

  boolean isEmpty() {
    return records == 0;
  }

  boolean isFull() {
    return size >= BLOCK_BYTES;
  }

  /** Adds an {@link Entry}'s record. */
  void add(byte[] entry) {
    int unpacked = Entry.size(entry);
    reserve(unpacked);
    lz4.decompress(entry, Entry.BODY, entry.length - Entry.BODY, bytes, size, unpacked);
    added(unpacked);
  }

  /** Adds record {@code from} (inclusive) to {@code to} (exclusive) of a block. */
  void add(Block block, int from, int to) {
    int unpacked = Math.toIntExact(Zstd.getFrameContentSize(block.packed()));
    byte[] source = new byte[unpacked];
    decompressor.decompressByteArray(source, 0, unpacked, block.packed(), 0, block.packed().length);
    int offset = 0;
    for (int i = 0; i < to; i++) {
      int length = block.lengths()[i];
      if (i >= from) {
        reserve(length);
        System.arraycopy(source, offset, bytes, size, length);
        added(length);
      }
      offset += length;
    }
  }

  /** The records that were added since the last time. */
  Block take() {
    int bound = Math.toIntExact(Zstd.compressBound(size));
    packed = bound > packed.length ? new byte[bound] : packed;
    int length = compressor.compressByteArray(packed, 0, packed.length, bytes, 0, size);
    Block block = new Block(Arrays.copyOf(lengths, records), Arrays.copyOf(packed, length));
    size = 0;
    records = 0;
    return block;
  }

  @Override
  public void close() {
    compressor.close();
    decompressor.close();
  }

  private void reserve(int length) {
    int needed = Math.addExact(size, length);
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(needed, 2 * bytes.length));
    }
  }

  private void added(int length) {
    if (records == lengths.length) {
      lengths = Arrays.copyOf(lengths, 2 * records);
    }
    lengths[records++] = length;
    size += length;
  }
}
