package io.palimpsest.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs on a Flink cluster of processes that know Flink alone. */
@Tag("cluster")
class FlinkClusterIT {
  /** Some MB that the stages of this test never touch. */
  private static final Pattern UNUSED = Pattern.compile("(lucene-test|echarts).*");

  /** Bytes that may come and go: the fonts of three jobs are 84 MB. */
  private static final long STEADY = 60L << 20;

  @TempDir static Path shared;
  private static Path workflow;
  private static FlinkCluster cluster;

  @BeforeAll
  static void startCluster() throws Exception {
    workflow = workflow();
    cluster = FlinkCluster.start(Files.createDirectories(shared.resolve("cluster")));
  }

  @AfterAll
  static void stopCluster() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void allStagesGiveTheBytesOfEmbeddedFlink() throws Exception {
    Path study = SmallQuickstart.write(shared.resolve("study.yaml"), shared.resolve("study.jsonl"));
    Path remote = shared.resolve("remote");
    Path embedded = shared.resolve("embedded");
    // Twenty jobs one after another on the same TaskManagers.
    run(study, remote, List.of(), onCluster());
    run(study, embedded, List.of(), List.of());
    assertThat(Snapshot.of(remote)).isEqualTo(Snapshot.of(embedded)).isNotEmpty();
    assertThat(entries(remote)).containsExactlyInAnyOrderElementsOf(entries(embedded));
    assertThat(entries(cluster.temporaryFiles())).noneMatch(name -> name.startsWith("palimpsest"));
  }

  @Test
  void jobsBringTheirCode() throws Exception {
    Path remote = shared.resolve("brought");
    runProcess(remote, "--to", "pretrain", "--", "--flinkMaster=" + cluster.master());
    Path embedded = shared.resolve("not-brought");
    run(workflow, embedded, List.of("--to", "pretrain"), List.of());
    assertThat(Snapshot.of(remote)).isEqualTo(Snapshot.of(embedded)).isNotEmpty();
  }

  @Test
  void theTaskManagersKeepNothingOfFinishedJobs() throws Exception {
    Path workspace = shared.resolve("many");
    run(workflow, workspace, List.of("--to", "corpus"), List.of());
    for (String size : List.of("8", "9")) {
      render(workspace, size);
    }
    long before = residentBytes();
    for (String size : List.of("8", "7", "6")) {
      render(workspace, size);
    }
    cluster.await(
        "class loader of a finished job collected", Duration.ofSeconds(20), this::holdsTwoJobs);
    assertThat(residentBytes()).isLessThan(before + STEADY);
  }

  private static long residentBytes() throws Exception {
    return Footprint.of(cluster.taskManager(0)).residentBytes()
        + Footprint.of(cluster.taskManager(1)).residentBytes();
  }

  /**
   * Two of five jobs stay: the last until the next comes, since threads of a pool remember it, and
   * one more, of whatever holds it.
   */
  private boolean holdsTwoJobs() throws Exception {
    for (int i = 0; i < 2; i++) {
      Footprint worker = Footprint.of(cluster.taskManager(i));
      if (worker.jobClassLoaders() > 2 || worker.nativeCopies() > 2) {
        return false;
      }
    }
    return Footprint.of(cluster.jobManager()).jobClassLoaders() <= 2;
  }

  private static void render(Path workspace, String size) throws IOException {
    run(
        workflow,
        workspace,
        List.of("--to", "render", "--force", "render", "--set", "render.point-size=" + size),
        onCluster());
  }

  private static void run(Path workflow, Path workspace, List<String> options, List<String> beam) {
    List<String> args =
        new ArrayList<>(List.of("run", workflow + "", "--workspace", workspace + ""));
    args.addAll(options);
    args.addAll(List.of("--", "--parallelism=2"));
    args.addAll(beam);
    CommandLineRunner.Result result = CommandLineRunner.run(args);
    assertThat(result.exit()).as(result.err()).isZero();
  }

  /** Runs a process whose class path travels with the job. */
  private static void runProcess(Path workspace, String... options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String name : List.of("lang", "net", "nio", "util")) {
      command.add("--add-opens=java.base/java." + name + "=ALL-UNNAMED");
    }
    command.addAll(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !UNUSED.matcher(Path.of(entry).getFileName().toString()).matches())
            .collect(Collectors.joining(File.pathSeparator)));
    command.addAll(List.of(Palimpsest.class.getName(), "run", workflow + ""));
    command.addAll(List.of("--workspace", workspace + ""));
    command.addAll(List.of(options));
    Path console = shared.resolve("console.txt");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(console.toFile())
            .start();
    assertThat(process.waitFor()).as(Files.readString(console)).isZero();
  }

  private static List<String> onCluster() throws IOException {
    return List.of(
        "--flinkMaster=" + cluster.master(),
        "--filesToStage=" + JobCode.pathingJar(shared.resolve("code.jar")));
  }

  /** What lies in a directory, and in what lies there. */
  private static List<String> entries(Path directory) throws IOException {
    try (Stream<Path> entries = Files.walk(directory, 2)) {
      return entries
          .map(entry -> directory.relativize(entry).toString())
          .filter(name -> !name.startsWith("logs/"))
          .toList();
    }
  }

  private static Path workflow() throws IOException {
    Path corpus = TestCorpus.write(shared.resolve("corpus.jsonl"), 100);
    // Scripts of the largest fonts: a job that kept its fonts would hold 30 MB.
    Files.writeString(
        corpus, "{\"text\": \"漢字 かな 한국어 😀 ❤ नमस्ते สวัสดี שלום\"}\n", StandardOpenOption.APPEND);
    return TestCorpus.workflow(shared.resolve("small.yaml"), corpus);
  }
}
