package io.palimpsest.transforms.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.artifact.Artifact;
import io.palimpsest.schemas.artifact.ArtifactStore;
import io.palimpsest.schemas.artifact.Attempt;
import io.palimpsest.schemas.artifact.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactStoreTest {
  @TempDir Path directory;

  @Test
  void nothingIsThereBeforeTheCommit() throws IOException {
    ArtifactStore store = Workspaces.store(directory);
    String fingerprint = Workspaces.derivation().fingerprint();
    Attempt attempt = store.begin("run", "text", fingerprint);
    Workspaces.write(store, attempt, "unfinished");
    assertThat(store.find("text", fingerprint)).isEmpty();
  }

  @Test
  void committedDataAreFoundAndSound() throws IOException {
    ArtifactStore store = Workspaces.store(directory);
    Artifact artifact = Workspaces.commit(store, "hello");
    assertThat(store.find("text", artifact.manifest().fingerprint())).contains(artifact);
    assertThat(Path.of(artifact.directory(), "data.txt")).hasContent("hello");
    assertThat(Verification.problems(store.storage(), artifact)).isEmpty();
    assertThat(filesBelow(directory.resolve("attempts"))).isEmpty();
    assertThat(filesBelow(directory.resolve("locks"))).isEmpty();
  }

  @Test
  void aFileThatIsALinkToElsewhereIsRefused() throws IOException {
    ArtifactStore store = Workspaces.store(directory.resolve("w"));
    Artifact artifact = Workspaces.commit(store, "hello");
    Path data = Path.of(artifact.directory(), "data.txt");
    Path secret = Files.writeString(directory.resolve("secret.txt"), "hello");
    Files.delete(data);
    Files.createSymbolicLink(data, secret);
    assertThatThrownBy(() -> store.read(artifact.directory()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(data.toString())
        .hasMessageContaining("leads out of its artifact, to " + secret);
  }

  @Test
  void aWorkspaceMayLieBehindALink() throws IOException {
    Workspaces.commit(Workspaces.store(directory.resolve("real")), "hello");
    Path link = Files.createSymbolicLink(directory.resolve("w"), directory.resolve("real"));
    ArtifactStore store = Workspaces.store(link);
    assertThat(store.find("text", Workspaces.derivation().fingerprint())).isPresent();
  }

  @Test
  void deletingDoesNotFollowLinks() throws IOException {
    ArtifactStore store = Workspaces.store(directory.resolve("w"));
    Artifact artifact = Workspaces.commit(store, "hello");
    Path outside = Files.createDirectories(directory.resolve("outside"));
    Path kept = Files.writeString(outside.resolve("kept.txt"), "mine");
    Files.createSymbolicLink(Path.of(artifact.directory(), "folder"), outside);
    Files.createSymbolicLink(Path.of(artifact.directory(), "file"), kept);
    Attempt attempt = store.begin("run", "text", "f");
    Files.createDirectories(Path.of(attempt.directory()));
    Files.createSymbolicLink(Path.of(attempt.directory(), "folder"), outside);
    store.discard(attempt);
    store.remove(artifact);
    assertThat(kept).hasContent("mine");
  }

  @Test
  void theSecondCommitLosesAndLeavesNothing() throws IOException {
    ArtifactStore store = Workspaces.store(directory);
    Artifact first = Workspaces.commit(store, "first");
    Artifact second = Workspaces.commit(store, "second");
    assertThat(second).isEqualTo(first);
    assertThat(Path.of(first.directory(), "data.txt")).hasContent("first");
    assertThat(filesBelow(directory.resolve("attempts"))).isEmpty();
  }

  @Test
  void ofManyCommitsAtOnceOneWinsWhole() throws Exception {
    ArtifactStore store = Workspaces.store(directory);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Artifact>> commits = new ArrayList<>();
      for (int i = 0; i < 32; i++) {
        String text = "text of attempt " + i;
        commits.add(() -> Workspaces.commit(store, text));
      }
      List<Artifact> winners = new ArrayList<>();
      for (Future<Artifact> each : threads.invokeAll(commits)) {
        winners.add(each.get());
      }
      assertThat(winners).containsOnly(winners.get(0));
      assertThat(Verification.problems(store.storage(), winners.get(0))).isEmpty();
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void whatADeadCommitterMovedInIsReplaced() throws IOException {
    ArtifactStore store = Workspaces.store(directory);
    Path dead = Path.of(store.directory("text", Workspaces.derivation().fingerprint()));
    Files.createDirectories(dead);
    Files.writeString(dead.resolve("data.txt"), "from a committer that was killed");
    Files.writeString(dead.resolve("stray.txt"), "stray");
    Artifact artifact = Workspaces.commit(store, "whole");
    assertThat(Path.of(artifact.directory(), "data.txt")).hasContent("whole");
    assertThat(dead.resolve("stray.txt")).doesNotExist();
  }

  @Test
  void aFlippedByteIsNamed() throws IOException {
    ArtifactStore store = Workspaces.store(directory);
    Artifact artifact = Workspaces.commit(store, "hello");
    Files.writeString(Path.of(artifact.directory(), "data.txt"), "hellp");
    assertThat(Verification.problems(store.storage(), artifact))
        .singleElement()
        .asString()
        .contains("data.txt is damaged");
  }

  @Test
  void aRemovedArtifactIsGone() throws IOException {
    ArtifactStore store = Workspaces.store(directory);
    Artifact artifact = Workspaces.commit(store, "hello");
    store.remove(artifact);
    assertThat(store.find("text", artifact.manifest().fingerprint())).isEmpty();
    assertThat(filesBelow(Path.of(artifact.directory()))).isEmpty();
  }

  private static List<Path> filesBelow(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return List.of();
    }
    try (Stream<Path> walk = Files.walk(directory)) {
      return walk.filter(Files::isRegularFile).toList();
    }
  }
}
