package io.palimpsest.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs on a cluster whose processes are killed in the middle of a stage: they end with the bytes of
 * an undisturbed run, at once or when they are run again after exit code 75.
 */
@Tag("cluster")
class ClusterFaultsIT {
  private static final Duration SOON = Duration.ofSeconds(120);

  @TempDir static Path shared;
  @TempDir Path directory;
  private static Path workflow;
  private static SortedMap<String, String> expected;
  private FlinkCluster cluster;
  private Path workspace;
  private ClientProcess client;

  @BeforeAll
  static void undisturbed() throws Exception {
    Path corpus = TestCorpus.write(shared.resolve("corpus.jsonl"), 1500);
    workflow =
        Files.writeString(
            shared.resolve("faults.yaml"),
            """
            name: faults
            seed: 7
            stages:
              corpus: {type: corpus, input: "%s", validation: 0.1}
              render: {type: render, from: corpus, max-patches: 32}
              shuffle: {type: shuffle, from: render, shards: 6}
              pretrain: {type: pretrain, from: shuffle, model: nano, steps: 150, batch-size: 8, threads: 1, checkpoint-every: 10}
              evaluate: {type: evaluate, from: {checkpoint: pretrain, examples: shuffle}, threads: 1}
            """
                .formatted(corpus));
    Path local = shared.resolve("undisturbed");
    CommandLineRunner.Result result =
        CommandLineRunner.run(
            "run", workflow + "", "--workspace", local + "", "--", "--parallelism=2");
    assertThat(result.exit()).as(result.err()).isZero();
    expected = Snapshot.of(local);
  }

  @BeforeEach
  void startCluster() throws Exception {
    workspace = directory.resolve("workspace");
    cluster = FlinkCluster.start(Files.createDirectories(directory.resolve("cluster")));
  }

  @AfterEach
  void stopAll() {
    if (client != null) {
      client.process().destroyForcibly();
    }
    if (cluster != null) {
      cluster.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"render", "shuffle", "pretrain"})
  void aStageOutlivesATaskManager(String stage) throws Exception {
    start();
    inTheMiddleOf(stage);
    cluster.killTaskManager(busy(stage));
    cluster.startTaskManager();
    assertSucceeds();
  }

  @Test
  void aJobManagerThatIsGoneIsAPassingFault() throws Exception {
    start();
    inTheMiddleOf("render");
    cluster.killJobManager();
    assertThat(client.await()).as(client.log()).isEqualTo(ExitCode.TRY_AGAIN);
    cluster.startJobManager();
    cluster.awaitTaskManagers(2);
    start();
    assertSucceeds();
  }

  @ParameterizedTest
  @ValueSource(strings = {"shuffle", "pretrain"})
  void aClientIsKilledAndRunAgain(String stage) throws Exception {
    start();
    inTheMiddleOf(stage);
    client.process().destroyForcibly().waitFor();
    start();
    assertSucceeds();
  }

  @Test
  void aForkedTrainerIsKilled() throws Exception {
    start();
    inTheMiddleOf("pretrain");
    trainer().orElseThrow().destroyForcibly();
    assertSucceeds();
  }

  @Test
  void twoClientsAtOnce() throws Exception {
    start();
    ClientProcess first = client;
    start();
    assertThat(first.await()).as(first.log()).isZero();
    assertSucceeds();
  }

  private void start() throws IOException {
    client =
        ClientProcess.start(
            directory.resolve("client.log"),
            List.of(
                "run",
                workflow + "",
                "--workspace",
                workspace + "",
                "--",
                "--parallelism=2",
                "--flinkMaster=" + cluster.master(),
                "--filesToStage=" + JobCode.pathingJar(directory.resolve("code.jar"))));
  }

  /** Waits for the client, which may have to be started again once. */
  private void assertSucceeds() throws Exception {
    int exit = client.await();
    if (exit == ExitCode.TRY_AGAIN) {
      cluster.awaitTaskManagers(2);
      start();
      exit = client.await();
    }
    assertThat(exit).as(client.log() + cluster.logs()).isZero();
    assertThat(Snapshot.of(workspace)).isEqualTo(expected);
    CommandLineRunner.Result verified =
        CommandLineRunner.run("verify", workflow + "", "--workspace", workspace + "");
    assertThat(verified.exit()).as(verified.out() + verified.err()).isZero();
  }

  /** Waits until a stage has written something and is not done. */
  private void inTheMiddleOf(String stage) throws Exception {
    Path place = workspace.resolve(stage.equals("pretrain") ? "states" : "attempts");
    String part = stage.equals("pretrain") ? "/states/" : "/" + stage + "-";
    await("a file of " + stage, () -> files(place).stream().anyMatch(f -> f.contains(part)));
    assertThat(workspace.resolve("artifacts").resolve(stage)).doesNotExist();
  }

  private void await(String what, Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + SOON.toNanos();
    while (!condition.call()) {
      boolean ended = client.process().waitFor(10, TimeUnit.MILLISECONDS);
      if (ended || System.nanoTime() > end) {
        throw new AssertionError("no %s:\n%s%s".formatted(what, client.log(), cluster.logs()));
      }
    }
  }

  /** A TaskManager that works on a stage: all do on data, one on training. */
  private int busy(String stage) {
    return stage.equals("pretrain") && trainerOf(1).isPresent() ? 1 : 0;
  }

  private Optional<ProcessHandle> trainer() {
    return trainerOf(0).or(() -> trainerOf(1));
  }

  private Optional<ProcessHandle> trainerOf(int taskManager) {
    return cluster.taskManager(taskManager).children().filter(ProcessHandle::isAlive).findFirst();
  }

  private static List<String> files(Path folder) {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return new ArrayList<>(files.filter(Files::isRegularFile).map(Path::toString).toList());
    } catch (IOException | UncheckedIOException e) {
      // Files come and go while one looks.
      return List.of();
    }
  }
}
