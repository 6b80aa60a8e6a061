package io.palimpsest.schemas.artifact;

import io.palimpsest.schemas.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;

/** Reads files that are small when they are honest. */
public final class BoundedFile {
  /** More than any manifest, tokenizer or configuration takes. */
  public static final int MOST_BYTES = 1 << 26;

  private BoundedFile() {}

  /**
   * All bytes that are left.
   *
   * @param place the file, for the message
   * @throws InvalidInputException if there are more than {@link #MOST_BYTES}
   */
  public static byte[] read(InputStream in, String place) throws IOException {
    byte[] bytes = in.readNBytes(MOST_BYTES + 1);
    if (bytes.length > MOST_BYTES) {
      throw new InvalidInputException(
          "%s has more than %d bytes, too many for such a file; replace it"
              .formatted(place, MOST_BYTES));
    }
    return bytes;
  }
}
