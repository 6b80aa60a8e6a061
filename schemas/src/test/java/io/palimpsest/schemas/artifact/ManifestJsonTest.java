package io.palimpsest.schemas.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palimpsest.schemas.InvalidInputException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestJsonTest {
  @Test
  void refusesWhatIsNoManifest() {
    assertThatThrownBy(() -> ManifestJson.fromJson(bytes("{"), "/w/manifest.json"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("/w/manifest.json is no manifest")
        .hasMessageContaining("delete its directory");
  }

  @Test
  void refusesAnotherFormat() {
    assertThatThrownBy(() -> ManifestJson.fromJson(bytes("{\"format\": 99}"), "/w/manifest.json"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("format 99")
        .hasMessageContaining("reads 1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../x.avro",
        "a/../../x",
        "/etc/passwd",
        "a//b",
        "./x",
        "a\\\\..\\\\x",
        "c:x",
        "gs://b/x",
        "",
        "x\\u0000"
      })
  void refusesFilesThatLieElsewhere(String name) {
    assertThatThrownBy(() -> ManifestJson.fromJson(manifest(name, "corpus/ab"), "/w/manifest.json"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("/w/manifest.json names the file '")
        .hasMessageContaining("no path below its directory");
  }

  @Test
  void takesFilesInFolders() {
    assertThat(
            ManifestJson.fromJson(manifest("seed-1/a..b.avro", "corpus/ab"), "/w/manifest.json")
                .shards())
        .hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../x", "corpus/../../x", "corpus", "corpus/a/b", "/etc"})
  void refusesInputsThatAreNoArtifacts(String input) {
    assertThatThrownBy(() -> ManifestJson.fromJson(manifest("a.avro", input), "/w/manifest.json"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("/w/manifest.json names the input '" + input + "'");
  }

  @Test
  void refusesAManifestThatLacksAPart() {
    assertThatThrownBy(() -> ManifestJson.fromJson(bytes("{\"format\": 1}"), "/w/manifest.json"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("/w/manifest.json lacks a part");
  }

  @Test
  void refusesJsonThatIsNestedTooDeep() {
    String deep = "{\"x\": " + "[".repeat(100_000);
    assertThatThrownBy(() -> ManifestJson.fromJson(bytes(deep), "/w/manifest.json"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("is no manifest");
  }

  private static byte[] manifest(String shard, String input) {
    return bytes(
        """
        {"format": 1, "kind": "documents", "fingerprint": "ab", "schemas": {}, "metrics": {},
         "derivation": {"type": "corpus", "version": 1, "config": {}, "inputs": {"from": "%s"}, "sources": [], "digests": {}},
         "shards": [{"name": "%s", "split": "train", "records": 1, "bytes": 1, "checksum": "sha256:00"}],
         "run": {"workflow": "w", "stage": "s", "started": "", "seconds": 1, "versions": {}}}
        """
            .formatted(input, shard));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
