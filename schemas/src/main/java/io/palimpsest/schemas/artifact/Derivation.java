package io.palimpsest.schemas.artifact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.SortedMap;
import org.erdtman.jcs.JsonCanonicalizer;

/**
 * Everything that decides an artifact's bytes, and nothing else: no paths, parallelism, runner or
 * credentials.
 *
 * @param type the stage type
 * @param version the stage type's version, raised whenever its output changes
 * @param config the configuration with defaults filled in, by kebab-case key
 * @param inputs type, slash and fingerprint of the artifact at each input port
 * @param sources files from outside the workspace, sorted by name
 * @param digests of fonts, tokenizers, encoders, by role
 */
public record Derivation(
    String type,
    int version,
    ObjectNode config,
    SortedMap<String, String> inputs,
    List<SourceFile> sources,
    SortedMap<String, String> digests) {

  /** SHA-256 of the canonical JSON (RFC 8785) of this derivation: 64 hexadecimal digits. */
  public String fingerprint() {
    JsonNode json = ManifestJson.MAPPER.valueToTree(this);
    try {
      return Checksum.hex(
          Checksum.sha256().digest(new JsonCanonicalizer(json.toString()).getEncodedUTF8()));
    } catch (IOException e) {
      throw new UncheckedIOException("own JSON does not parse: " + json, e);
    }
  }
}
