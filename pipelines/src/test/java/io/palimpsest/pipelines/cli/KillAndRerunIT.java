package io.palimpsest.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are killed, and two at once, end like an undisturbed one. */
class KillAndRerunIT {
  private static final int KILLS = Integer.getInteger("tests.kills", 4);
  private static final int KILLS_OF_A_WORKSPACE = 8;

  @TempDir Path directory;

  @Test
  void killedAtRandomMomentsAndRunAgainIsAsIfNothingHadHappened() throws Exception {
    Path corpus = TestCorpus.write(directory.resolve("corpus.jsonl"), 200);
    Path workflow = TestCorpus.workflow(directory.resolve("small.yaml"), corpus);
    Path undisturbed = directory.resolve("undisturbed");
    long began = System.nanoTime();
    assertThat(start(workflow, undisturbed, 0).waitFor()).isZero();
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    SortedMap<String, String> expected = Snapshot.of(undisturbed);

    Random random = new Random(42);
    int killed = 0;
    for (int round = 0; killed < KILLS; round++) {
      // A workspace serves several kills, each at another moment of what is left to do; half of a
      // run is the longest that one waits for, or most of them would find the work done.
      Path workspace = directory.resolve("killed-" + round);
      boolean running = true;
      for (int i = 0; i < KILLS_OF_A_WORKSPACE && running; i++) {
        Process process = start(workflow, workspace, round);
        running = !process.waitFor(1 + random.nextInt((int) millis / 2), TimeUnit.MILLISECONDS);
        if (running) {
          killTree(process);
          killed++;
        }
      }
      assertThat(start(workflow, workspace, round).waitFor()).isZero();
      assertThat(Snapshot.of(workspace)).isEqualTo(expected);
      assertThat(filesBelow(workspace.resolve("attempts"))).isEmpty();
      assertThat(filesBelow(workspace.resolve("states"))).isEmpty();
      assertThat(
              CommandLineRunner.run(
                      "verify", workflow.toString(), "--workspace", workspace.toString())
                  .exit())
          .isZero();
    }
  }

  @Test
  void twoRunsAtOnceInOneWorkspaceBothEndWell() throws Exception {
    Path corpus = TestCorpus.write(directory.resolve("corpus.jsonl"), 200);
    Path workflow = TestCorpus.workflow(directory.resolve("small.yaml"), corpus);
    Path workspace = directory.resolve("shared");
    Process first = start(workflow, workspace, 1);
    Process second = start(workflow, workspace, 2);
    assertThat(first.waitFor()).isZero();
    assertThat(second.waitFor()).isZero();
    assertThat(
            CommandLineRunner.run(
                    "verify", workflow.toString(), "--workspace", workspace.toString())
                .exit())
        .isZero();
    assertThat(filesBelow(workspace.resolve("attempts"))).isEmpty();
  }

  /** The client alone is killed: what it started must end by itself. */
  private static void killTree(Process process) throws Exception {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroyForcibly().waitFor();
    for (ProcessHandle child : children) {
      child.onExit().get(20, TimeUnit.SECONDS);
    }
  }

  private Process start(Path workflow, Path workspace, int log) throws IOException {
    return ClientProcess.start(
            directory.resolve("console-" + log + ".txt"),
            List.of("run", workflow.toString(), "--workspace", workspace.toString()))
        .process();
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
