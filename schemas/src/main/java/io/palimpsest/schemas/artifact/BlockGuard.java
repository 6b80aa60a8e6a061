package io.palimpsest.schemas.artifact;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Passes an Avro container file on and follows its framing (Avro 1.11, "Object Container Files"),
 * since Avro allocates whatever a file says that it will hold. What is no Avro file passes as it
 * is; Avro refuses it.
 */
final class BlockGuard extends FilterInputStream {
  /** Of a block, packed. Writers make blocks of kilobytes, or of some dozen megabytes. */
  static final long MOST_BLOCK_BYTES = 1 << 28;

  /** Of the header, whose longest part is the schema. */
  static final long MOST_HEADER_BYTES = 1 << 24;

  private static final long MOST_ENTRIES = 1 << 16;

  private static final byte[] MAGIC = {'O', 'b', 'j', 1};
  private static final int SYNC_BYTES = 16;

  /** The number that comes next, behind the bytes that are left to pass. */
  private enum Next {
    ENTRIES,
    ENTRIES_BYTES,
    KEY_BYTES,
    VALUE_BYTES,
    RECORDS,
    BLOCK_BYTES
  }

  private Next next = Next.ENTRIES;
  private long left;
  private long header;
  private long entries;
  private long number;
  private int shift;
  private int magic;
  private boolean passive;

  BlockGuard(InputStream in) {
    super(in);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = in.read(bytes, offset, length);
    if (count > 0 && !passive) {
      follow(bytes, offset, offset + count);
    }
    return count;
  }

  @Override
  public long skip(long count) throws IOException {
    return readNBytes((int) Math.min(count, 1 << 16)).length;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private void follow(byte[] bytes, int from, int end) throws HostileSizeException {
    int i = from;
    while (i < end && !passive) {
      if (magic < MAGIC.length) {
        passive = bytes[i++] != MAGIC[magic++];
      } else if (left > 0) {
        long passed = Math.min(left, end - i);
        left -= passed;
        i += (int) passed;
      } else {
        digit(bytes[i++]);
      }
    }
  }

  /** Numbers are zigzag, seven bits a byte, the lowest first. */
  private void digit(byte digit) throws HostileSizeException {
    number |= (long) (digit & 0x7F) << shift;
    shift += 7;
    if (digit < 0) {
      require(shift < 70, "a number of more than ten bytes", shift);
      return;
    }
    long value = (number >>> 1) ^ -(number & 1);
    number = 0;
    shift = 0;
    take(value);
  }

  private void take(long value) throws HostileSizeException {
    switch (next) {
      case ENTRIES -> takeEntries(value);
      case ENTRIES_BYTES -> next = Next.KEY_BYTES;
      case KEY_BYTES -> {
        pass(value);
        next = Next.VALUE_BYTES;
      }
      case VALUE_BYTES -> {
        pass(value);
        entries--;
        next = entries > 0 ? Next.KEY_BYTES : Next.ENTRIES;
      }
      case RECORDS -> {
        require(value >= 0, "a block of so many records", value);
        next = Next.BLOCK_BYTES;
      }
      case BLOCK_BYTES -> {
        require(value >= 0 && value <= MOST_BLOCK_BYTES, "a block of so many bytes", value);
        left = value + SYNC_BYTES;
        next = Next.RECORDS;
      }
    }
  }

  private void takeEntries(long value) throws HostileSizeException {
    require(Math.abs(value) <= MOST_ENTRIES, "so many header fields", value);
    if (value == 0) {
      left = SYNC_BYTES;
      next = Next.RECORDS;
    } else {
      entries = Math.abs(value);
      next = value < 0 ? Next.ENTRIES_BYTES : Next.KEY_BYTES;
    }
  }

  /** Passes a part of the header, whose end bounds the number of entries too. */
  private void pass(long bytes) throws HostileSizeException {
    require(bytes >= 0 && bytes <= MOST_HEADER_BYTES, "a header field of so many bytes", bytes);
    header += bytes + 1;
    require(header <= MOST_HEADER_BYTES, "a header of so many bytes", header);
    left = bytes;
  }

  private static void require(boolean holds, String what, long value) throws HostileSizeException {
    if (!holds) {
      throw new HostileSizeException("it claims %s: %d".formatted(what, value));
    }
  }
}
