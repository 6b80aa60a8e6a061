package io.palimpsest.schemas.artifact;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.palimpsest.schemas.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Manifests as JSON. */
public final class ManifestJson {
  static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /** A stage type, a slash and a fingerprint. */
  private static final Pattern ARTIFACT = Pattern.compile("[A-Za-z0-9_-]+/[A-Za-z0-9_-]+");

  private ManifestJson() {}

  public static byte[] toJson(Manifest manifest) {
    try {
      return MAPPER.writeValueAsBytes(manifest);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Parses a manifest.
   *
   * @throws InvalidInputException if it is no manifest or of another format; names {@code path}
   */
  public static Manifest fromJson(byte[] json, String path) {
    Manifest manifest;
    try {
      manifest = MAPPER.readValue(json, Manifest.class);
    } catch (IOException e) {
      throw new InvalidInputException(
          path + " is no manifest; delete its directory and run again", e);
    }
    if (manifest.format() != Manifest.FORMAT) {
      throw new InvalidInputException(
          "%s has format %d, this version reads %d; use the version that wrote it, or another workspace"
              .formatted(path, manifest.format(), Manifest.FORMAT));
    }
    requireSound(manifest, path);
    return manifest;
  }

  /** All is there, and no name in it leads out of the artifact's directory or of the workspace. */
  private static void requireSound(Manifest manifest, String path) {
    boolean whole =
        Stream.of(manifest.kind(), manifest.fingerprint(), manifest.schemas(), manifest.metrics())
                .allMatch(Objects::nonNull)
            && manifest.shards() != null
            && manifest.derivation() != null
            && manifest.derivation().inputs() != null
            && manifest.run() != null;
    if (!whole) {
      throw new InvalidInputException(
          path + " lacks a part of a manifest; delete its directory and run again");
    }
    manifest.shards().forEach(shard -> FileName.requireBelow(shard.name(), path));
    for (String input : manifest.derivation().inputs().values()) {
      if (!ARTIFACT.matcher(input).matches()) {
        throw new InvalidInputException(
            "%s names the input '%s', which is no stage type and fingerprint; delete its directory and run again"
                .formatted(path, input));
      }
    }
  }
}
