package io.palimpsest.pipelines.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A standalone Flink session cluster of this machine: a JobManager and a TaskManager with two
 * slots, each a process that knows Flink's jars alone, so that jobs must bring theirs.
 */
final class FlinkCluster implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(40);

  /** Flink, what its POMs name, and logging; neither Palimpsest nor Beam nor LWJGL. */
  private static final Pattern JARS =
      Pattern.compile(
          "(flink-.*|slf4j-api|logback-.*|commons-(cli|collections|compress|io|lang3|math3|text)|kryo|minlog|objenesis|chill-java|javassist|snakeyaml-engine|snappy-java|lz4-java|jsr305)-[0-9].*\\.jar");

  /**
   * All of the heap is resident from the start, softly held memory (fonts, Jackson's buffers) goes
   * with each collection: what grows is a leak.
   */
  private static final List<String> JVM =
      List.of(
          "-Xms320m",
          "-Xmx320m",
          "-XX:+AlwaysPreTouch",
          "-XX:+UseSerialGC",
          "-XX:SoftRefLRUPolicyMSPerMB=0",
          "-XX:MaxMetaspaceSize=256m",
          "-XX:MaxDirectMemorySize=512m",
          "-XX:TieredStopAtLevel=1");

  /** The C library gives freed memory back at once. */
  private static final Map<String, String> MALLOC =
      Map.of(
          "MALLOC_ARENA_MAX", "2",
          "MALLOC_MMAP_THRESHOLD_", "131072",
          "MALLOC_TRIM_THRESHOLD_", "131072");

  private final Path directory;
  private final int restPort;
  private final List<Process> processes = new ArrayList<>();

  private FlinkCluster(Path directory, int restPort) {
    this.directory = directory;
    this.restPort = restPort;
  }

  /**
   * Starts both processes and waits for the TaskManager's slots.
   *
   * @param directory for configuration, logs and the processes' temporary files
   */
  static FlinkCluster start(Path directory) throws Exception {
    try (ServerSocket rest = new ServerSocket(0);
        ServerSocket rpc = new ServerSocket(0)) {
      return start(directory, rest, rpc);
    }
  }

  private static FlinkCluster start(Path directory, ServerSocket rest, ServerSocket rpc)
      throws Exception {
    FlinkCluster cluster = new FlinkCluster(directory, rest.getLocalPort());
    Files.createDirectories(cluster.temporaryFiles());
    cluster.writeConfiguration(rpc.getLocalPort());
    // Held until here: two free ports that differ.
    rest.close();
    rpc.close();
    try {
      cluster.launch("org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint");
      cluster.launch("org.apache.flink.runtime.taskexecutor.TaskManagerRunner");
      cluster.await("two free slots", START, () -> cluster.freeSlots() == 2);
      return cluster;
    } catch (Exception | AssertionError e) {
      cluster.close();
      throw e;
    }
  }

  /** For {@code --flinkMaster}. */
  String master() {
    return "localhost:" + restPort;
  }

  Process jobManager() {
    return processes.get(0);
  }

  Process taskManager() {
    return processes.get(1);
  }

  /** Where both processes put temporary files. */
  Path temporaryFiles() {
    return directory.resolve("tmp");
  }

  /** Asks until the answer is yes, or fails with the logs when time is up or a process ended. */
  void await(String what, Duration limit, Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.call()) {
      for (Process process : processes) {
        if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
          throw new AssertionError("A Flink process ended by itself:\n" + logs());
        }
      }
      if (System.nanoTime() > end) {
        throw new AssertionError("No %s within %s:\n%s".formatted(what, limit, logs()));
      }
    }
  }

  /** What both processes said. */
  String logs() throws IOException {
    StringBuilder logs = new StringBuilder();
    for (int i = 0; i < processes.size(); i++) {
      logs.append(Files.readString(log(i)));
    }
    return logs.toString();
  }

  private int freeSlots() throws IOException {
    URI overview = URI.create("http://%s/overview".formatted(master()));
    try {
      JsonNode answer = new ObjectMapper().readTree(overview.toURL());
      return answer.path("slots-available").asInt();
    } catch (ConnectException | java.io.FileNotFoundException e) {
      return 0;
    }
  }

  private Path log(int process) {
    return directory.resolve("process-%d.log".formatted(process));
  }

  private void launch(String main) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String name : List.of("lang", "net", "nio", "util")) {
      command.add("--add-opens=java.base/java." + name + "=ALL-UNNAMED");
    }
    command.addAll(JVM);
    command.add("-Djava.io.tmpdir=" + temporaryFiles());
    command.add("-Dlogback.configurationFile=" + directory.resolve("logback.xml"));
    command.addAll(List.of("-cp", classPath(), main, "--configDir", directory.toString()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(MALLOC);
    processes.add(builder.redirectOutput(log(processes.size()).toFile()).start());
  }

  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> JARS.matcher(Path.of(entry).getFileName().toString()).matches())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private void writeConfiguration(int rpcPort) throws IOException {
    Files.writeString(
        directory.resolve("config.yaml"),
        """
        jobmanager.rpc.address: localhost
        jobmanager.rpc.port: %d
        rest.address: localhost
        rest.bind-address: localhost
        rest.port: %d
        taskmanager.host: localhost
        taskmanager.numberOfTaskSlots: 2
        taskmanager.cpu.cores: 2
        taskmanager.memory.framework.heap.size: 64mb
        taskmanager.memory.framework.off-heap.size: 64mb
        taskmanager.memory.task.heap.size: 256mb
        taskmanager.memory.task.off-heap.size: 128mb
        taskmanager.memory.managed.size: 64mb
        taskmanager.memory.network.min: 256mb
        taskmanager.memory.network.max: 256mb
        taskmanager.memory.jvm-metaspace.size: 256mb
        taskmanager.memory.jvm-overhead.min: 192mb
        taskmanager.memory.jvm-overhead.max: 192mb
        io.tmp.dirs: "%s"
        """
            .formatted(rpcPort, restPort, temporaryFiles()));
    Files.writeString(
        directory.resolve("logback.xml"),
        """
        <configuration>
          <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
            <encoder><pattern>%d{HH:mm:ss.SSS} %-5level %logger{36}: %msg%n</pattern></encoder>
          </appender>
          <root level="INFO"><appender-ref ref="out"/></root>
        </configuration>
        """);
  }

  @Override
  public void close() {
    processes.forEach(Process::destroyForcibly);
    processes.forEach(process -> process.onExit().join());
  }
}
