package io.palimpsest.model.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads and writes safetensors files: the header's length (8 bytes, little-endian), the header, the
 * tensors' bytes. The bytes are a function of the tensors and the metadata alone.
 *
 * <p>The metadata's {@code sha256} is the digest of the file in which its own 64 digits are zeros.
 * Files of other writers have none and are read without that check.
 */
public final class SafetensorsFile {
  private static final String DIGEST = "sha256";
  private static final String NO_DIGEST = "0".repeat(64);

  /** The format's own bound on a header, which also keeps damage from claiming all memory. */
  private static final long LONGEST_HEADER = 100_000_000;

  private SafetensorsFile() {}

  /**
   * What a file held.
   *
   * @param metadata the header's, without the digest
   * @param tensors by name
   */
  public record Contents(Map<String, String> metadata, Map<String, Tensor> tensors) {}

  /** Writes tensors in the order of their names; does not close {@code out}. */
  public static void write(OutputStream out, Map<String, String> metadata, List<Tensor> tensors)
      throws IOException {
    List<Tensor> sorted = tensors.stream().sorted(Comparator.comparing(Tensor::name)).toList();
    DigestOutputStream counted =
        new DigestOutputStream(OutputStream.nullOutputStream(), newDigest());
    writeAll(counted, header(metadata, NO_DIGEST, sorted), sorted);
    writeAll(out, header(metadata, hex(counted.getMessageDigest()), sorted), sorted);
  }

  /**
   * Reads a whole file; does not close {@code in}.
   *
   * @throws DamagedFileException if it is cut short, is no safetensors file or fails its digest
   */
  public static Contents read(InputStream in) throws IOException {
    MessageDigest digest = newDigest();
    DataInputStream data = new DataInputStream(new DigestInputStream(in, digest));
    try {
      byte[] header = readHeader(data, digest);
      SafetensorsHeader.Parsed parsed = SafetensorsHeader.parse(header);
      Map<String, Tensor> tensors = readTensors(data, parsed.entries());
      checkEnd(data);
      checkDigest(parsed.metadata().remove(DIGEST), digest);
      return new Contents(parsed.metadata(), tensors);
    } catch (EOFException | JsonProcessingException e) {
      throw new DamagedFileException("the file is cut short or is no safetensors file", e);
    }
  }

  private static byte[] header(Map<String, String> metadata, String digest, List<Tensor> tensors) {
    Map<String, String> all = new HashMap<>(metadata);
    all.put(DIGEST, digest);
    return SafetensorsHeader.bytes(all, tensors);
  }

  private static void writeAll(OutputStream out, byte[] header, List<Tensor> tensors)
      throws IOException {
    out.write(length(header.length));
    out.write(header);
    WritableByteChannel channel = Channels.newChannel(out);
    for (Tensor tensor : tensors) {
      ByteBuffer content = tensor.content().get();
      while (content.hasRemaining()) {
        channel.write(content);
      }
    }
  }

  private static byte[] length(long length) {
    return ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array();
  }

  /** Reads the header and digests it as it was before its digest was known. */
  private static byte[] readHeader(DataInputStream data, MessageDigest digest) throws IOException {
    long length = Long.reverseBytes(data.readLong());
    if (length < 2 || length > LONGEST_HEADER) {
      throw new DamagedFileException("a header of " + length + " bytes is no safetensors header");
    }
    byte[] header = new byte[(int) length];
    data.readFully(header);
    digest.reset();
    digest.update(length(length));
    String text = new String(header, StandardCharsets.ISO_8859_1);
    String blank =
        text.replaceFirst("\"sha256\":\"[0-9a-f]{64}\"", "\"sha256\":\"" + NO_DIGEST + '"');
    digest.update(blank.getBytes(StandardCharsets.ISO_8859_1));
    return header;
  }

  private static Map<String, Tensor> readTensors(
      DataInputStream data, List<SafetensorsHeader.Entry> entries) throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    long offset = 0;
    for (SafetensorsHeader.Entry entry : entries) {
      long size = entry.end() - entry.begin();
      if (entry.type().isEmpty()
          || entry.begin() != offset
          || size < 0
          || size > Integer.MAX_VALUE) {
        throw new DamagedFileException(
            "tensor '" + entry.name() + "' has no type or an impossible place");
      }
      // Grows with what is really there, so that a damaged size cannot claim all memory.
      byte[] bytes = data.readNBytes((int) size);
      if (bytes.length < size) {
        throw new EOFException("tensor '" + entry.name() + "' is cut short");
      }
      Tensor tensor =
          new Tensor(entry.name(), entry.type(), entry.shape(), () -> ByteBuffer.wrap(bytes));
      tensors.put(entry.name(), tensor);
      offset = entry.end();
    }
    return tensors;
  }

  private static void checkEnd(DataInputStream data) throws IOException {
    if (data.read() >= 0) {
      throw new DamagedFileException("the file goes on behind its last tensor");
    }
  }

  private static void checkDigest(String expected, MessageDigest digest)
      throws DamagedFileException {
    if (expected != null && !expected.equals(hex(digest))) {
      throw new DamagedFileException("the file's bytes do not match its own SHA-256 " + expected);
    }
  }

  private static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
