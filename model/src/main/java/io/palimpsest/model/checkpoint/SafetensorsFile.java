package io.palimpsest.model.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
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
  static final String DIGEST = "sha256";
  static final String NO_DIGEST = "0".repeat(64);

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
   * Reads a whole file into memory; does not close {@code in}.
   *
   * @throws DamagedFileException if it is cut short, is no safetensors file or fails its digest
   */
  public static Contents read(InputStream in) throws IOException {
    SafetensorsInput input = new SafetensorsInput(in);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (SafetensorsHeader.Entry entry : input.entries()) {
      byte[] bytes = input.next(entry);
      tensors.put(
          entry.name(),
          new Tensor(entry.name(), entry.type(), entry.shape(), () -> ByteBuffer.wrap(bytes)));
    }
    input.finish();
    return new Contents(input.metadata(), tensors);
  }

  static byte[] length(long length) {
    return ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array();
  }

  static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
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
}
