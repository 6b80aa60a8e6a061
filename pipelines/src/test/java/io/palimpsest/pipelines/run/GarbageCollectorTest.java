package io.palimpsest.pipelines.run;

import static io.palimpsest.pipelines.run.WorkspaceBuilder.ago;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GarbageCollectorTest {
  private static final int LIMIT = 30;

  @TempDir Path directory;
  private WorkspaceBuilder space;

  @BeforeEach
  void open() {
    space = new WorkspaceBuilder(directory);
  }

  @Test
  void whatNoRunOfLateRefersToGoes() throws IOException {
    String old = space.artifact("corpus", 50);
    String young = space.artifact("corpus", 50);
    space.run("w", 45, old);
    space.run("w", 2, young);

    List<Garbage> gone = collect(Set.of());

    assertThat(space.hasArtifact(young)).isTrue();
    assertThat(space.has("artifacts/" + old)).isFalse();
    Garbage artifact = gone.get(0);
    assertThat(artifact.type()).isEqualTo("corpus");
    assertThat(artifact.bytes()).isEqualTo(4);
    assertThat(artifact.lastUsed()).contains(ago(45));
    assertThat(artifact.path()).endsWith("/artifacts/" + old);
    assertThat(artifact.why()).isEqualTo("no run since 2026-05-31T12:00:00Z refers to it");
  }

  @Test
  void aDryRunTellsAndDeletesNothing() throws IOException {
    String old = space.artifact("corpus", 50);
    assertThat(find(Set.of())).hasSize(1);
    assertThat(space.hasArtifact(old)).isTrue();
  }

  @Test
  void whatAnArtifactThatStaysWasMadeOfStays() throws IOException {
    String corpus = space.artifact("corpus", 90);
    String render = space.artifact("render", 80, corpus);
    String shuffle = space.artifact("shuffle", 70, render);
    space.run("w", 1, shuffle);
    assertThat(collect(Set.of())).isEmpty();
    assertThat(space.hasArtifact(corpus)).isTrue();
  }

  @Test
  void everyWorkflowsLastRunCountsHoweverOld() throws IOException {
    String kept = space.artifact("corpus", 400);
    String before = space.artifact("corpus", 420);
    space.run("other", 410, before);
    space.run("other", 390, kept);
    collect(Set.of());
    assertThat(space.hasArtifact(kept)).isTrue();
    assertThat(space.has("artifacts/" + before)).isFalse();
  }

  @Test
  void theWorkflowAsItIsNowCountsThoughItNeverRan() throws IOException {
    String corpus = space.artifact("corpus", 90);
    String render = space.artifact("render", 80, corpus);
    assertThat(collect(Set.of(render))).isEmpty();
    assertThat(space.hasArtifact(corpus)).isTrue();
  }

  @Test
  void whatWasMadeOfLateStaysWithWhatItWasMadeOf() throws IOException {
    String corpus = space.artifact("corpus", 90);
    space.artifact("render", 3, corpus);
    assertThat(collect(Set.of())).isEmpty();
  }

  @Test
  void whatARunRefersToThatBeganMeanwhileIsSpared() throws IOException {
    String corpus = space.artifact("corpus", 90);
    String render = space.artifact("render", 80, corpus);
    String other = space.artifact("corpus", 80);
    GarbageCollector collector = collector();
    List<Garbage> garbage = collector.find(Set.of());
    assertThat(garbage).hasSize(3);
    space.run("w", 0, render);
    assertThat(collector.delete(garbage)).singleElement().matches(g -> g.path().endsWith(other));
    assertThat(space.hasArtifact(corpus)).isTrue();
    assertThat(space.hasArtifact(render)).isTrue();
  }

  @Test
  void recordsOfOldRunsGoButEachWorkflowsNewest() throws IOException {
    for (int days : new int[] {90, 60, 45}) {
      space.run("old", days);
      space.run("young", days - 40);
    }
    List<Garbage> gone = collect(Set.of());
    assertThat(gone).extracting(Garbage::why).containsExactly("old runs: 2", "old runs: 1");
    assertThat(space.files("runs/old"))
        .hasSize(2)
        .contains("latest.json")
        .anyMatch(name -> name.startsWith("20260516T120000.000Z-elsewhere-17-"));
    assertThat(space.files("runs/young")).hasSize(3);
  }

  @Test
  void whatADeadCommitterLeftGoesWhenItIsOld() throws IOException {
    space.file("artifacts/render/" + "a".repeat(64) + "/train-0", 40);
    space.file("artifacts/render/" + "b".repeat(64) + "/train-0", 40);
    space.file("artifacts/render/" + "b".repeat(64) + "/train-1", 2);
    assertThat(collect(Set.of())).extracting(Garbage::why).containsExactly("has no manifest");
    assertThat(space.has("artifacts/render/" + "a".repeat(64))).isFalse();
    assertThat(space.files("artifacts/render/" + "b".repeat(64))).hasSize(2);
  }

  @Test
  void whatBecameAnArtifactMeanwhileIsSpared() throws IOException {
    String directory = "artifacts/render/" + "a".repeat(64);
    space.file(directory + "/train-0", 40);
    GarbageCollector collector = collector();
    List<Garbage> garbage = collector.find(Set.of());
    assertThat(garbage).hasSize(1);
    space.file(directory + "/manifest.json", 0);
    assertThat(collector.delete(garbage)).isEmpty();
    assertThat(space.files(directory)).containsExactly("manifest.json", "train-0");
  }

  @Test
  void attemptsOfTheDeadGoAndOfOthersWhenTheyAreOld() throws IOException {
    String own = RunId.own();
    String dead = own.replaceFirst("-\\d+-\\d+$", "-1-1000");
    String oldElsewhere = "pod_a-1-" + ago(31).toEpochMilli();
    String youngElsewhere = "pod_a-1-" + ago(29).toEpochMilli();
    for (String run : List.of(own, dead, oldElsewhere, youngElsewhere, "no run at all")) {
      space.file("attempts/" + run + "/render-1/data/x", 100);
    }
    assertThat(collect(Set.of()))
        .extracting(garbage -> garbage.path().replaceFirst(".*/", ""))
        .containsExactlyInAnyOrder(dead, oldElsewhere);
    assertThat(space.has("attempts/" + dead)).isFalse();
    assertThat(space.has("attempts/" + own + "/render-1/data/x")).isTrue();
  }

  @Test
  void whatCameSinceTheOldestLivingRunBeganStaysWhateverTheAge() throws IOException {
    space.file("attempts/" + RunId.own() + "/probe", 0);
    long began = RunId.started(RunId.own()).orElseThrow().toEpochMilli();
    GarbageCollector collector =
        new GarbageCollector(space.workspace(), java.time.Instant.ofEpochMilli(began + 60_000));
    space.file("logs/a.log", 0);
    java.nio.file.Files.setLastModifiedTime(
        directory.resolve("logs/a.log"), java.nio.file.attribute.FileTime.fromMillis(began + 1));
    assertThat(collector.find(Set.of())).isEmpty();
  }

  @Test
  void statesGoWhenOldUnlessTheWorkflowWillGoOnWithThem() throws IOException {
    String done = space.artifact("pretrain", 1).replaceFirst(".*/", "");
    String wanted = "c".repeat(64);
    String abandoned = "d".repeat(64);
    String young = "e".repeat(64);
    for (String state : List.of(done, wanted, abandoned)) {
      space.file("states/" + state + "/step-4", 40);
    }
    space.file("states/" + young + "/step-4", 4);
    assertThat(collect(Set.of("pretrain/" + wanted)))
        .extracting(Garbage::why)
        .containsExactlyInAnyOrder("its stage is done", "nobody went on with it");
    assertThat(space.files("states")).containsExactly(wanted + "/step-4", young + "/step-4");
  }

  @Test
  void oldLogsGo() throws IOException {
    space.file("logs/old.log", 31);
    space.file("logs/young.log", 29);
    assertThat(collect(Set.of())).extracting(Garbage::type).containsExactly("log");
    assertThat(space.files("logs")).containsExactly("young.log");
  }

  @Test
  void anEmptyWorkspaceHasNoGarbage() throws IOException {
    assertThat(find(Set.of())).isEmpty();
  }

  private GarbageCollector collector() throws IOException {
    return new GarbageCollector(space.workspace(), ago(LIMIT));
  }

  private List<Garbage> find(Set<String> planned) throws IOException {
    return collector().find(planned);
  }

  private List<Garbage> collect(Set<String> planned) throws IOException {
    GarbageCollector collector = collector();
    return collector.delete(collector.find(planned));
  }
}
