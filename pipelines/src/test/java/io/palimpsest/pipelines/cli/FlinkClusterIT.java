package io.palimpsest.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
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
  /** Some 160 MB that these stages never touch: sending them takes ten seconds and more a job. */
  private static final Pattern UNUSED =
      Pattern.compile(
          "(pytorch-native|lucene-test|echarts|beam-runners-direct|grpc-xds|grpc-netty).*");

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
  void jobsBringTheirCodeAndGiveTheBytesOfEmbeddedFlink() throws Exception {
    Path remote = shared.resolve("remote");
    Path embedded = shared.resolve("embedded");
    runProcess(remote, "--to", "corpus", "--", "--flinkMaster=" + cluster.master());
    for (String size : List.of("8", "7.5")) {
      List<String> shuffle = List.of("--to", "shuffle", "--set", "render.point-size=" + size);
      run(remote, shuffle, onCluster());
      run(embedded, shuffle, List.of());
    }
    assertThat(Snapshot.of(remote)).isEqualTo(Snapshot.of(embedded)).isNotEmpty();
    assertThat(entries(remote)).containsExactlyInAnyOrderElementsOf(entries(embedded));
    assertThat(entries(cluster.temporaryFiles())).noneMatch(name -> name.startsWith("palimpsest"));
  }

  @Test
  void theTaskManagerKeepsNothingOfFinishedJobs() throws Exception {
    Path workspace = shared.resolve("many");
    run(workspace, List.of("--to", "corpus"), List.of());
    for (String size : List.of("8", "9")) {
      render(workspace, size);
    }
    long before = Footprint.of(cluster.taskManager()).residentBytes();
    for (String size : List.of("8", "7", "6")) {
      render(workspace, size);
    }
    cluster.await(
        "class loader of a finished job collected", Duration.ofSeconds(20), this::holdsOneJob);
    Footprint after = Footprint.of(cluster.taskManager());
    assertThat(after.residentBytes()).isLessThan(before + STEADY);
  }

  /** The last job stays until the next comes: threads of a pool remember it. */
  private boolean holdsOneJob() throws Exception {
    Footprint worker = Footprint.of(cluster.taskManager());
    Footprint master = Footprint.of(cluster.jobManager());
    return worker.jobClassLoaders() <= 1
        && worker.nativeCopies() <= 1
        && master.jobClassLoaders() <= 1;
  }

  private static void render(Path workspace, String size) throws IOException {
    run(
        workspace,
        List.of("--to", "render", "--force", "render", "--set", "render.point-size=" + size),
        onCluster());
  }

  private static void run(Path workspace, List<String> options, List<String> beam) {
    List<String> args = command(workspace);
    args.addAll(options);
    args.addAll(List.of("--", "--parallelism=2"));
    args.addAll(beam);
    CommandLineRunner.Result result = CommandLineRunner.run(args);
    assertThat(result.exit()).as(result.err()).isZero();
  }

  /** Runs a process whose whole class path travels with the job. */
  private static void runProcess(Path workspace, String... options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String name : List.of("lang", "net", "nio", "util")) {
      command.add("--add-opens=java.base/java." + name + "=ALL-UNNAMED");
    }
    command.addAll(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(classPath().collect(Collectors.joining(File.pathSeparator)));
    command.add(Palimpsest.class.getName());
    command.addAll(command(workspace));
    command.addAll(List.of(options));
    Path console = shared.resolve("console.txt");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(console.toFile())
            .start();
    assertThat(process.waitFor()).as(Files.readString(console)).isZero();
  }

  private static List<String> command(Path workspace) {
    return new ArrayList<>(
        List.of("run", workflow.toString(), "--workspace", workspace.toString()));
  }

  /** Staging a jar that names the others: all of this machine see the same files. */
  private static List<String> onCluster() throws IOException {
    Path jar = shared.resolve("code.jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest
        .getMainAttributes()
        .put(
            Attributes.Name.CLASS_PATH,
            classPath()
                .map(entry -> Path.of(entry).toUri().toString())
                .collect(Collectors.joining(" ")));
    try (OutputStream out = Files.newOutputStream(jar)) {
      new JarOutputStream(out, manifest).close();
    }
    return List.of("--flinkMaster=" + cluster.master(), "--filesToStage=" + jar);
  }

  private static Stream<String> classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !UNUSED.matcher(Path.of(entry).getFileName().toString()).matches());
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
