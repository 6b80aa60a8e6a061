package io.palimpsest.schemas.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DerivationTest {
  @Test
  void fingerprintIsTheDigestOfTheCanonicalJson() {
    // Written by hand after RFC 8785: sorted keys, no spaces, shortest numbers.
    String canonical =
        "{\"config\":{\"a\":0.05,\"b\":8},\"digests\":{\"font\":\"sha256:1\"},"
            + "\"inputs\":{\"from\":\"corpus/ab\"},"
            + "\"sources\":[{\"bytes\":3,\"checksum\":\"sha256:2\",\"name\":\"x.txt\"}],"
            + "\"type\":\"render\",\"version\":1}";
    byte[] digest = Checksum.sha256().digest(canonical.getBytes(StandardCharsets.UTF_8));
    assertThat(derivation(config(8, 0.05)).fingerprint()).isEqualTo(Checksum.hex(digest));
  }

  @Test
  void everyPartCounts() {
    Derivation base = derivation(config(8, 0.05));
    assertThat(derivation(config(9, 0.05)).fingerprint()).isNotEqualTo(base.fingerprint());
    assertThat(
            new Derivation(
                    base.type(), 2, base.config(), base.inputs(), base.sources(), base.digests())
                .fingerprint())
        .isNotEqualTo(base.fingerprint());
    assertThat(
            new Derivation(
                    base.type(),
                    base.version(),
                    base.config(),
                    base.inputs(),
                    List.of(),
                    base.digests())
                .fingerprint())
        .isNotEqualTo(base.fingerprint());
  }

  @Test
  void survivesTheManifest() {
    Derivation derivation = derivation(config(8, 0.05));
    Manifest manifest =
        new Manifest(
            Manifest.FORMAT,
            "documents",
            derivation.fingerprint(),
            derivation,
            new TreeMap<>(),
            List.of(),
            new TreeMap<>(Map.of("documents", 2000.0, "loss", 0.5)),
            new RunInfo("w", "s", "2026-01-01T00:00:00Z", 1.5, new TreeMap<>()));
    byte[] json = ManifestJson.toJson(manifest);
    assertThat(new String(json, StandardCharsets.UTF_8)).contains("\"documents\" : 2000,");
    Manifest read = ManifestJson.fromJson(json, "manifest.json");
    assertThat(read).isEqualTo(manifest);
    assertThat(read.derivation().fingerprint()).isEqualTo(derivation.fingerprint());
  }

  private static ObjectNode config(int b, double a) {
    return ManifestJson.MAPPER.createObjectNode().put("b", b).put("a", a);
  }

  private static Derivation derivation(ObjectNode config) {
    return new Derivation(
        "render",
        1,
        config,
        new TreeMap<>(Map.of("from", "corpus/ab")),
        List.of(new SourceFile("x.txt", 3, "sha256:2")),
        new TreeMap<>(Map.of("font", "sha256:1")));
  }
}
