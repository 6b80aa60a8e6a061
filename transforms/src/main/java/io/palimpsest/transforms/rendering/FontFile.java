package io.palimpsest.transforms.rendering;

import io.palimpsest.schemas.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * A font by its place and its content. Only the place and the digest travel with a job; workers
 * read the bytes themselves and refuse a file that has changed, since another font would give other
 * pixels under the same fingerprint.
 *
 * @param location {@code classpath:} and a resource's absolute path, or a file's path
 * @param sha256 digest of the file's bytes, 64 lower-case hexadecimal digits
 */
public record FontFile(String location, String sha256) implements Serializable {
  private static final String CLASSPATH = "classpath:";
  private static final String ROBOTO =
      CLASSPATH + "/io/palimpsest/transforms/rendering/fonts/Roboto-Regular.ttf";

  public FontFile {
    if (location.isBlank()) {
      throw new InvalidInputException("A font's location is empty; give the path of a font file");
    }
    if (!sha256.matches("[0-9a-f]{64}")) {
      throw new InvalidInputException(
          "The digest '%s' of font %s is no SHA-256; give 64 lower-case hexadecimal digits"
              .formatted(sha256, location));
    }
  }

  /**
   * The font at a place, with the digest of what lies there now.
   *
   * @throws InvalidInputException if it cannot be read
   */
  public static FontFile at(String location) {
    return new FontFile(location, digest(read(location)));
  }

  /** The fonts that come with Palimpsest, in the order in which they are asked for a glyph. */
  public static List<FontFile> defaults() {
    return List.of(at(ROBOTO));
  }

  /**
   * The file's bytes.
   *
   * @throws InvalidInputException if it cannot be read, or is no longer the file of this digest
   */
  byte[] bytes() {
    byte[] bytes = read(location);
    String found = digest(bytes);
    if (!found.equals(sha256)) {
      throw new InvalidInputException(
          "Font %s has changed: its SHA-256 is %s, not %s; restore the file or name the new one"
              .formatted(location, found, sha256));
    }
    return bytes;
  }

  private static byte[] read(String location) {
    try (InputStream in = open(location)) {
      if (in == null) {
        throw new InvalidInputException("No font at %s on the class path".formatted(location));
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new InvalidInputException(
          "Cannot read font %s (%s); give the path of a readable font file"
              .formatted(location, e.getMessage()),
          e);
    }
  }

  private static InputStream open(String location) throws IOException {
    return location.startsWith(CLASSPATH)
        ? FontFile.class.getResourceAsStream(location.substring(CLASSPATH.length()))
        : Files.newInputStream(Path.of(location));
  }

  private static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java platform has SHA-256", e);
    }
  }
}
