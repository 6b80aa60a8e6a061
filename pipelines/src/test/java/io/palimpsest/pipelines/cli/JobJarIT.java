package io.palimpsest.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job jar, run by Flink's own programs in JVMs that know Flink alone. */
@Tag("cluster")
class JobJarIT {
  private static final Path JAR = Path.of("target", "palimpsest-job.jar").toAbsolutePath();
  private static final int MINUTES = 10;

  @TempDir Path directory;
  private Path workflow;
  private FlinkCluster cluster;

  @BeforeEach
  void requireJar() throws IOException {
    assumeTrue(Files.exists(JAR), "no " + JAR + "; mvn -Pjob-jar builds it");
    Path corpus = TestCorpus.write(directory.resolve("corpus.jsonl"), 100);
    workflow = TestCorpus.workflow(directory.resolve("small.yaml"), corpus);
  }

  @AfterEach
  void stopCluster() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void flinkRunGivesTheBytesOfEmbeddedFlink() throws Exception {
    cluster = FlinkCluster.start(directory.resolve("cluster"));
    Process client = cluster.flink(flinkRun(directory.resolve("remote")));
    assertThat(client.waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();
    assertThat(client.exitValue()).as(cluster.logs()).isZero();
    assertThat(Snapshot.of(directory.resolve("remote"))).isEqualTo(embedded());

    Files.delete(directory.resolve("corpus.jsonl"));
    Process failing = cluster.flink(flinkRun(directory.resolve("failing")));
    assertThat(failing.waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();
    assertThat(failing.exitValue()).isEqualTo(1);
    assertThat(cluster.logs()).contains("palimpsest ended with exit code 2");
    cluster.awaitTaskManagers(2);
  }

  @Test
  void applicationModeGivesThemToo() throws Exception {
    Process application = application("application");
    assertThat(application.exitValue()).as(cluster.logs()).isZero();
    assertThat(Snapshot.of(directory.resolve("application"))).isEqualTo(embedded());
  }

  @Test
  void anApplicationThatFailsIsAFailedOne() throws Exception {
    Files.delete(directory.resolve("corpus.jsonl"));
    Process application = application("failing");
    // Flink's own code: 2 before the first job, 1443 after one (of which a process keeps eight
    // bits).
    assertThat(application.exitValue()).as(cluster.logs()).isIn(2, 1443 & 0xff);
    assertThat(cluster.logs()).contains("palimpsest ended with exit code 2");
  }

  private List<String> flinkRun(Path workspace) {
    List<String> arguments =
        new ArrayList<>(List.of("run", "--jobmanager", cluster.master(), JAR.toString()));
    arguments.addAll(program(workspace));
    return arguments;
  }

  private Process application(String workspace) throws Exception {
    List<String> entryPoint =
        new ArrayList<>(
            List.of(
                "org.apache.flink.container.entrypoint.StandaloneApplicationClusterEntryPoint",
                "-Dexecution.attached=true",
                "--job-classname",
                Palimpsest.class.getName()));
    entryPoint.addAll(program(directory.resolve(workspace)));
    Path home = directory.resolve("cluster");
    // As in an image: the jar lies where each of Flink's processes looks for it.
    Path usrlib = Files.createDirectories(home.resolve("usrlib"));
    Files.createLink(usrlib.resolve(JAR.getFileName()), JAR);
    cluster = FlinkCluster.start(home, FlinkCluster.Shape.DEFAULT.withEntryPoint(entryPoint));
    assertThat(cluster.jobManager().waitFor(MINUTES, TimeUnit.MINUTES)).as(cluster.logs()).isTrue();
    return cluster.jobManager();
  }

  private List<String> program(Path workspace) {
    return List.of(
        "run",
        workflow.toString(),
        "--workspace",
        workspace.toString(),
        "--to",
        "pretrain",
        "--",
        "--parallelism=2");
  }

  private Object embedded() throws IOException {
    Path workspace = directory.resolve("embedded");
    CommandLineRunner.Result result = CommandLineRunner.run(program(workspace));
    assertThat(result.exit()).as(result.err()).isZero();
    return Snapshot.of(workspace);
  }
}
