package io.palimpsest.transforms.order;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * Consecutive records as they will lie in a shard, with the lengths that cutting between them
 * needs.
 *
 * @param lengths of the records in bytes
 * @param packed the records' Avro binary forms one after another, compressed
 */
record Block(int[] lengths, byte[] packed) {
  int records() {
    return lengths.length;
  }

  /** Whether it is large enough to stand in a file as it is; a few are smaller than usual. */
  boolean isLarge() {
    long bytes = 0;
    for (int length : lengths) {
      bytes += length;
    }
    return bytes >= BlockBuilder.BLOCK_BYTES / 4;
  }

  void write(DataOutputStream out) throws IOException {
    out.writeInt(lengths.length);
    for (int length : lengths) {
      out.writeInt(length);
    }
    out.writeInt(packed.length);
    out.write(packed);
  }

  static Block read(DataInputStream in) throws IOException {
    int[] lengths = new int[in.readInt()];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = in.readInt();
    }
    byte[] packed = new byte[in.readInt()];
    in.readFully(packed);
    return new Block(lengths, packed);
  }
}
