package io.palimpsest.model.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One pass over a safetensors file, which digests what it passes: {@link #next} or {@link #skip}
 * for each entry in order, then {@link #finish}. Every method throws {@link DamagedFileException}
 * if the file is not sound.
 */
final class SafetensorsInput {
  /**
   * Keeps a header, which as JSON takes two dozen times its bytes, from claiming all memory. The
   * format allows six times as many; a million tensors would need them.
   */
  private static final long LONGEST_HEADER = 1 << 24;

  private final MessageDigest digest = SafetensorsFile.newDigest();
  private final DataInputStream data;
  private final long dataOffset;
  private final SafetensorsHeader.Parsed header;

  /** Reads the header; the caller closes {@code in}. */
  SafetensorsInput(InputStream in) throws IOException {
    this.data = new DataInputStream(new DigestInputStream(in, digest));
    try {
      byte[] bytes = readHeader();
      this.dataOffset = Long.BYTES + (long) bytes.length;
      this.header = SafetensorsHeader.parse(bytes);
    } catch (EOFException | JsonProcessingException e) {
      throw new DamagedFileException("the file is cut short or is no safetensors file", e);
    }
  }

  /** The header's, without the digest. */
  Map<String, String> metadata() {
    Map<String, String> metadata = new TreeMap<>(header.metadata());
    metadata.remove(SafetensorsFile.DIGEST);
    return metadata;
  }

  /** The tensors in the order of their data. */
  List<SafetensorsHeader.Entry> entries() {
    return header.entries();
  }

  /** Where the data begin in the file. */
  long dataOffset() {
    return dataOffset;
  }

  /** The bytes of the next entry. */
  byte[] next(SafetensorsHeader.Entry entry) throws IOException {
    if (entry.size() > Tensor.MOST_BYTES) {
      throw new DamagedFileException("tensor '" + entry.name() + "' has 2 GiB or more");
    }
    // Grows with what is really there, so that a damaged size cannot claim all memory.
    byte[] bytes = data.readNBytes((int) entry.size());
    requireWhole(entry, bytes.length);
    return bytes;
  }

  /** Passes the next entry. */
  void skip(SafetensorsHeader.Entry entry) throws IOException {
    byte[] buffer = new byte[1 << 16];
    long left = entry.size();
    while (left > 0) {
      int read = data.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (read < 0) {
        requireWhole(entry, entry.size() - left);
      }
      left -= read;
    }
  }

  /** Checks that the file ends here and matches its own digest, if it has one. */
  void finish() throws IOException {
    if (data.read() >= 0) {
      throw new DamagedFileException("the file goes on behind its last tensor");
    }
    String expected = header.metadata().get(SafetensorsFile.DIGEST);
    if (expected != null && !expected.equals(SafetensorsFile.hex(digest))) {
      throw new DamagedFileException("the file's bytes do not match its own SHA-256 " + expected);
    }
  }

  /** Reads the header and digests it as it was before its digest was known. */
  private byte[] readHeader() throws IOException {
    long length = Long.reverseBytes(data.readLong());
    if (length < 2 || length > LONGEST_HEADER) {
      throw new DamagedFileException("a header of " + length + " bytes is no safetensors header");
    }
    byte[] header = data.readNBytes((int) length);
    if (header.length < length) {
      throw new EOFException();
    }
    digest.reset();
    digest.update(SafetensorsFile.length(length));
    String text = new String(header, StandardCharsets.ISO_8859_1);
    String blank =
        text.replaceFirst(
            "\"sha256\":\"[0-9a-f]{64}\"", "\"sha256\":\"" + SafetensorsFile.NO_DIGEST + '"');
    digest.update(blank.getBytes(StandardCharsets.ISO_8859_1));
    return header;
  }

  private static void requireWhole(SafetensorsHeader.Entry entry, long read)
      throws DamagedFileException {
    if (read < entry.size()) {
      throw new DamagedFileException(
          "the file is cut short: tensor '%s' has %d bytes of %d"
              .formatted(entry.name(), read, entry.size()));
    }
  }
}
