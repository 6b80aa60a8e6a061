package io.palimpsest.schemas.artifact;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palimpsest.schemas.InvalidInputException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

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

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
