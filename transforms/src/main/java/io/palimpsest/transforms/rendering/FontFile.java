package io.palimpsest.transforms.rendering;

import io.palimpsest.schemas.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A font by its place and its content. Only the place and the digest travel with a job; workers
 * read the bytes themselves and refuse a file that has changed, since another font would give other
 * pixels under the same fingerprint.
 *
 * @param location {@code classpath:} and a resource's absolute path, or a file's path
 * @param face number of the font in a collection (.ttc), 0 for a file of one font
 * @param sha256 digest of the file's bytes, 64 lower-case hexadecimal digits
 */
public record FontFile(String location, int face, String sha256) implements Serializable {
  private static final String CLASSPATH = "classpath:";
  private static final String FOLDER = "/io/palimpsest/transforms/rendering/";
  private static final String DEFAULTS = FOLDER + "default-fonts.sha256";
  private static final Pattern NUMBERED = Pattern.compile("(.+)#(\\d{1,4})");

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
   * @param place a path; of a collection's fonts {@code path#2} is the third
   * @throws InvalidInputException if it cannot be read
   */
  public static FontFile at(String place) {
    FontFile named = named(place, "0".repeat(64));
    return new FontFile(named.location, named.face, digest(read(named.location)));
  }

  /**
   * The fonts that come with Palimpsest, in the order in which they are asked for a glyph: Roboto,
   * other Latin ones for what it lacks, Noto for every script that has a font there, symbols, and
   * emoji in colour.
   */
  public static List<FontFile> defaults() {
    return new String(read(CLASSPATH + DEFAULTS), StandardCharsets.UTF_8)
        .lines()
        .map(line -> line.split(" +", 2))
        .map(entry -> named(CLASSPATH + FOLDER + "fonts/" + entry[1], entry[0]))
        .toList();
  }

  /** What the pixels depend on: the file's content, and which of its fonts. */
  public String digest() {
    return "sha256:" + sha256 + (face == 0 ? "" : "#" + face);
  }

  /** Whether it comes with Palimpsest. */
  boolean isBundled() {
    return location.startsWith(CLASSPATH + FOLDER);
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

  private static FontFile named(String place, String sha256) {
    Matcher numbered = NUMBERED.matcher(place);
    return numbered.matches()
        ? new FontFile(numbered.group(1), Integer.parseInt(numbered.group(2)), sha256)
        : new FontFile(place, 0, sha256);
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
