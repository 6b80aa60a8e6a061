package io.palimpsest.transforms.tokenizing;

import io.palimpsest.model.tokenizer.ByteTokenizer;
import io.palimpsest.model.tokenizer.HuggingFaceTokenizer;
import io.palimpsest.model.tokenizer.Tokenizer;
import io.palimpsest.model.tokenizer.TokenizerJson;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.artifact.BoundedFile;
import io.palimpsest.schemas.artifact.Checksum;
import io.palimpsest.transforms.storage.BeamStorage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A tokenizer by its place and its content. Only the place and the digest travel with a job;
 * workers read the file themselves and refuse one that has changed.
 *
 * @param location {@code bytes}, or the path of a {@code tokenizer.json}
 * @param digest checksum of the file's bytes; of bytes their name
 * @param bos name of the token that begins sequences, empty for the usual one
 * @param eos name of the token that ends sequences, empty for the usual one
 */
public record TokenizerFile(String location, String digest, String bos, String eos)
    implements Serializable {
  /** The place of the tokenizer that needs no file. */
  public static final String BYTES = "bytes";

  /** What sequences begin and end with, and how many ids there are. */
  public record Ids(int vocabulary, int bos, int eos) {}

  public TokenizerFile {
    if (location.isBlank()) {
      throw new InvalidInputException(
          "tokenizer is empty; give 'bytes' or the path of a tokenizer.json");
    }
    if (location.equals(BYTES) && !(bos.isEmpty() && eos.isEmpty())) {
      throw new InvalidInputException(
          "bos-token '%s' and eos-token '%s' are of no use with tokenizer bytes; leave them out"
              .formatted(bos, eos));
    }
  }

  /**
   * The tokenizer at a place, with the digest of what lies there now.
   *
   * @throws InvalidInputException if it cannot be read
   */
  public static TokenizerFile at(String place, String bos, String eos) {
    // Says what is out of bounds before anything is read.
    TokenizerFile bytes = new TokenizerFile(place, BYTES, bos, eos);
    return place.equals(BYTES)
        ? bytes
        : new TokenizerFile(absolute(place), digest(read(place)), bos, eos);
  }

  /**
   * Its ids, from the file alone: needs no native library.
   *
   * @throws InvalidInputException if it is no tokenizer or lacks a marker
   */
  public Ids ids() {
    if (location.equals(BYTES)) {
      try (Tokenizer bytes = new ByteTokenizer()) {
        return new Ids(bytes.vocabulary(), bytes.bos(), bytes.eos());
      }
    }
    TokenizerJson json = new TokenizerJson(sameBytes(), location);
    return new Ids(json.vocabulary(), json.bos(bos), json.eos(eos));
  }

  /**
   * Loads it; the caller closes it.
   *
   * @throws InvalidInputException if the file cannot be read, is no tokenizer, or has changed
   */
  public Tokenizer open() {
    return location.equals(BYTES)
        ? new ByteTokenizer()
        : new HuggingFaceTokenizer(sameBytes(), location, bos, eos);
  }

  private byte[] sameBytes() {
    byte[] bytes = read(location);
    String found = digest(bytes);
    if (!found.equals(digest)) {
      throw new InvalidInputException(
          "Tokenizer %s has changed: its checksum is %s, not %s; restore the file or run again"
              .formatted(location, found, digest));
    }
    return bytes;
  }

  private static byte[] read(String location) {
    try (InputStream in =
        isRemote(location)
            ? new BeamStorage().open(location)
            : Files.newInputStream(Path.of(location))) {
      return BoundedFile.read(in, location);
    } catch (IOException e) {
      throw new InvalidInputException(
          "Cannot read tokenizer %s (%s); give 'bytes' or the path of a tokenizer.json"
              .formatted(location, e.getMessage()),
          e);
    }
  }

  /** Workers may run elsewhere in the file system. */
  private static String absolute(String place) {
    return isRemote(place) ? place : Path.of(place).toAbsolutePath().normalize().toString();
  }

  private static boolean isRemote(String location) {
    return location.contains("://");
  }

  private static String digest(byte[] bytes) {
    try {
      return Checksum.of(new ByteArrayInputStream(bytes));
    } catch (IOException e) {
      throw new AssertionError("memory does not fail", e);
    }
  }
}
