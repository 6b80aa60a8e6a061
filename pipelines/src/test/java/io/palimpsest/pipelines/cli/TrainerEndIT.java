package io.palimpsest.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A forked trainer ends with the task of a Flink cluster that started it. */
@Tag("cluster")
class TrainerEndIT {
  private static final Duration START = Duration.ofSeconds(60);

  /** Flink kills a TaskManager whose task does not end within 180 seconds: this is far from it. */
  private static final long END_SECONDS = 15;

  @TempDir Path directory;
  private FlinkCluster cluster;
  private CompletableFuture<CommandLineRunner.Result> client;

  @BeforeEach
  void trainForHours() throws Exception {
    Path corpus = TestCorpus.write(directory.resolve("corpus.jsonl"), 50);
    Path workflow = TestCorpus.workflow(directory.resolve("small.yaml"), corpus);
    Path workspace = directory.resolve("workspace");
    CommandLineRunner.Result data =
        CommandLineRunner.run(
            "run", workflow + "", "--workspace", workspace + "", "--to", "shuffle");
    assertThat(data.exit()).as(data.err()).isZero();
    cluster =
        FlinkCluster.start(
            Files.createDirectories(directory.resolve("cluster")),
            FlinkCluster.Shape.DEFAULT.withRestarts(0));
    List<String> training =
        List.of(
            "run",
            workflow + "",
            "--workspace",
            workspace + "",
            "--to",
            "pretrain",
            "--set",
            "pretrain.steps=10000000",
            "--",
            "--flinkMaster=" + cluster.master(),
            "--filesToStage=" + JobCode.pathingJar(directory.resolve("code.jar")));
    client = CompletableFuture.supplyAsync(() -> CommandLineRunner.run(training));
  }

  @AfterEach
  void stopCluster() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void aCancelledTaskEndsItsTrainerAndItsTaskManagerGoesOn() throws Exception {
    ProcessHandle trainer = trainer();
    cluster.cancel(cluster.jobs("RUNNING").get(0));
    trainer.onExit().get(END_SECONDS, TimeUnit.SECONDS);
    assertThat(client.get(END_SECONDS, TimeUnit.SECONDS).exit()).isNotZero();
    cluster.awaitTaskManagers(2);
  }

  @Test
  void aKilledTaskManagerTakesItsTrainerAlong() throws Exception {
    ProcessHandle trainer = trainer();
    cluster.killTaskManager(trainerOf(0).isPresent() ? 0 : 1);
    trainer.onExit().get(END_SECONDS, TimeUnit.SECONDS);
    assertThat(client.get(60, TimeUnit.SECONDS).exit()).isNotZero();
  }

  private ProcessHandle trainer() throws Exception {
    cluster.await(
        "trainer that takes steps", START, () -> trains(trainerOf(0).or(() -> trainerOf(1))));
    return trainerOf(0).or(() -> trainerOf(1)).orElseThrow();
  }

  /** Whether it is deep in native code, not still starting: it has saved a state. */
  private boolean trains(Optional<ProcessHandle> trainer) throws Exception {
    Path states = directory.resolve("workspace/states");
    if (trainer.isEmpty() || !Files.exists(states)) {
      return false;
    }
    try (var files = Files.walk(states)) {
      return files.anyMatch(Files::isRegularFile);
    }
  }

  private Optional<ProcessHandle> trainerOf(int taskManager) {
    return cluster.taskManager(taskManager).children().filter(ProcessHandle::isAlive).findFirst();
  }
}
