package io.palimpsest.transforms.corpus;

import io.palimpsest.schemas.InvalidInputException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The lines of a file in UTF-8, counted from 1; a byte order mark at its beginning is dropped. */
public final class TextLines implements Closeable {
  private static final int MAX_BYTES = 1 << 24;
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final String path;
  private final InputStream in;
  private final LineReader lines;
  private long number;

  private TextLines(String path, InputStream in) {
    this.path = path;
    this.in = in;
    this.lines = new LineReader(in, 0, MAX_BYTES);
  }

  /** Opens a file, decompressing it if its name says so. */
  public static TextLines open(String path) throws IOException {
    return new TextLines(path, Sources.open(path, 0));
  }

  /**
   * The next line, empty at the end.
   *
   * @throws InvalidInputException if it is no UTF-8, or longer than 16 MiB
   */
  public Optional<String> next() throws IOException {
    Optional<LineReader.Line> line = lines.next();
    number++;
    if (line.isEmpty()) {
      return Optional.empty();
    }
    if (line.get().cut()) {
      throw problem("the line is longer than %d bytes".formatted(MAX_BYTES));
    }
    String text = decoded(line.get().bytes());
    boolean marked = number == 1 && text.startsWith(BYTE_ORDER_MARK);
    return Optional.of(marked ? text.substring(1) : text);
  }

  /** What is wrong with the line that was read last. */
  public InvalidInputException problem(String message) {
    return new InvalidInputException(
        "%s:%d: %s; correct the file".formatted(path, number, message));
  }

  /** Number of the line that was read last, from 1 on. */
  public long number() {
    return number;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private String decoded(byte[] bytes) {
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(rest).toString();
    } catch (CharacterCodingException e) {
      throw problem("invalid UTF-8 at byte %d of the line".formatted(rest.position()));
    }
  }
}
