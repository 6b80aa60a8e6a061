package io.palimpsest.transforms.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * Lines of bytes with their offsets, in memory that does not grow with a line's length. Ends at a
 * line feed; a carriage return before it is dropped.
 */
final class LineReader {
  /**
   * A line.
   *
   * @param offset of its first byte
   * @param length in bytes, also of a line that is too long to keep
   * @param bytes its beginning, all of it unless {@link #cut}
   */
  record Line(long offset, long length, byte[] bytes) {
    boolean cut() {
      return length > bytes.length;
    }
  }

  private final InputStream in;
  private final int maxBytes;
  private final byte[] buffer = new byte[1 << 16];
  private byte[] line = new byte[1 << 12];
  private int position;
  private int limit;
  private long offset;

  /**
   * @param in positioned at {@code offset}
   * @param maxBytes how much of a line is kept
   */
  LineReader(InputStream in, long offset, int maxBytes) {
    this.in = in;
    this.offset = offset;
    this.maxBytes = maxBytes;
  }

  /** The next line, empty at the end. */
  Optional<Line> next() throws IOException {
    if (!fill()) {
      return Optional.empty();
    }
    long start = offset;
    long length = 0;
    boolean open = true;
    while (open && fill()) {
      int end = endOfLine();
      keep(end - position, length);
      length += end - position;
      open = end == limit;
      offset += end - position + (open ? 0 : 1);
      position = open ? end : end + 1;
    }
    return Optional.of(line(start, length));
  }

  private Line line(long start, long length) {
    boolean carriageReturn = length > 0 && length <= maxBytes && line[(int) length - 1] == '\r';
    long visible = carriageReturn ? length - 1 : length;
    return new Line(start, visible, Arrays.copyOf(line, (int) Math.min(visible, maxBytes)));
  }

  private int endOfLine() {
    int end = position;
    while (end < limit && buffer[end] != '\n') {
      end++;
    }
    return end;
  }

  private void keep(int bytes, long length) {
    int kept = (int) Math.min(bytes, Math.max(0, maxBytes - length));
    if (kept > 0) {
      int needed = (int) length + kept;
      if (needed > line.length) {
        line = Arrays.copyOf(line, Math.min(maxBytes, Math.max(needed, 2 * line.length)));
      }
      System.arraycopy(buffer, position, line, (int) length, kept);
    }
  }

  private boolean fill() throws IOException {
    if (position == limit) {
      position = 0;
      limit = Math.max(0, in.read(buffer));
    }
    return limit > 0;
  }
}
