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

/** Manifests as JSON. */
public final class ManifestJson {
  static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

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
    return manifest;
  }
}
