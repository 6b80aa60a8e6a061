package io.palimpsest.pipelines.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palimpsest.schemas.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkspaceTest {
  private static final String FINGERPRINT = "ab".repeat(32);
  private static final String MANIFEST =
      """
      {"format": 1, "kind": "documents", "fingerprint": "ab", "schemas": {}, "metrics": {},
       "derivation": {"type": "corpus", "version": 1, "config": {}, "inputs": {}, "sources": [], "digests": {}},
       "shards": [], "run": {"workflow": "w", "stage": "s", "started": "", "seconds": 1, "versions": {}}}
      """;

  @TempDir Path directory;
  private Workspace workspace;

  @BeforeEach
  void open() {
    workspace = Workspace.open(directory.resolve("w").toString(), PipelineOptionsFactory.create());
  }

  @Test
  void theLastArtifactIsFoundWhereTheWorkspaceIsNow() throws IOException {
    String inside = "/artifacts/corpus/" + FINGERPRINT;
    Path artifact = Files.createDirectories(Path.of(workspace.path() + inside));
    Files.writeString(artifact.resolve("manifest.json"), MANIFEST);
    latest("/where/it/was" + inside);
    assertThat(workspace.latest("w").apply("s"))
        .hasValueSatisfying(
            found -> assertThat(found.directory()).isEqualTo(workspace.path() + inside));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/etc", "../../elsewhere", "/w/artifacts/../etc/passwd", "/w/artifacts/a/b"})
  void aLastArtifactElsewhereIsRefused(String named) throws IOException {
    latest(named);
    assertThatThrownBy(() -> workspace.latest("w").apply("s"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("latest.json in " + workspace.path() + "/runs names '" + named + "'");
    assertThatThrownBy(() -> new StageLookup(workspace).find("s"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(named);
  }

  @Test
  void aDamagedResultIsNamed() throws IOException {
    Path file = Path.of(workspace.path(), "runs/w/latest.json");
    Files.createDirectories(file.getParent());
    for (String text : new String[] {"{", "{\"workflow\": \"w\"}", "[".repeat(5000)}) {
      Files.writeString(file, text);
      assertThatThrownBy(() -> workspace.latest("w"))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining(file.toString())
          .hasMessageContaining("delete it");
    }
  }

  @Test
  void sweepingDoesNotFollowLinks() throws IOException {
    Path kept = Files.createDirectories(directory.resolve("outside")).resolve("kept.txt");
    Files.writeString(kept, "mine");
    String host = RunId.own().split("-\\d+-\\d+$")[0];
    Path dead = Path.of(workspace.path(), "attempts", host + "-999999999-1");
    Files.createDirectories(dead);
    Files.createSymbolicLink(dead.resolve("folder"), kept.getParent());
    Path linked = Path.of(workspace.path(), "attempts", host + "-999999998-1");
    Files.createSymbolicLink(linked, kept.getParent());
    workspace.sweep();
    assertThat(dead).doesNotExist();
    assertThat(Files.isSymbolicLink(linked)).isFalse();
    assertThat(kept).hasContent("mine");
  }

  private void latest(String artifact) throws IOException {
    Path file = Path.of(workspace.path(), "runs/w/latest.json");
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        """
        {"workflow": "w", "state": "succeeded", "stages": {"s": {"type": "corpus", "state": "executed",
         "fingerprint": "", "artifact": "", "seconds": 1, "metrics": {}, "error": "", "last_artifact": "%s"}}}
        """
            .formatted(artifact));
  }
}
