package io.palimpsest.pipelines.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Starts Flink's own programs from the jars that Maven brings, with one configuration. */
final class FlinkProcesses {
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
  private final List<Path> logs = new ArrayList<>();

  private FlinkProcesses(Path directory) {
    this.directory = directory;
  }

  /** Writes the configuration. */
  static FlinkProcesses configure(
      Path directory, FlinkCluster.Shape shape, int restPort, int rpcPort) throws IOException {
    FlinkProcesses processes = new FlinkProcesses(directory);
    Files.createDirectories(processes.temporaryFiles());
    Files.writeString(
        directory.resolve("config.yaml"),
        CONFIGURATION.formatted(
            rpcPort,
            restPort,
            shape.slots(),
            shape.slots(),
            shape.restarts() == 0 ? "none" : "fixed-delay",
            Math.max(1, shape.restarts()),
            processes.temporaryFiles()));
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
    return processes;
  }

  /** A dead process is noticed in seconds; the machine may be busy for some. */
  private static final String CONFIGURATION =
      """
      jobmanager.rpc.address: localhost
      jobmanager.rpc.port: %d
      rest.address: localhost
      rest.bind-address: localhost
      rest.port: %d
      taskmanager.host: localhost
      taskmanager.numberOfTaskSlots: %d
      taskmanager.cpu.cores: %d
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
      restart-strategy.type: %s
      restart-strategy.fixed-delay.attempts: %d
      restart-strategy.fixed-delay.delay: 3s
      heartbeat.interval: 1000
      heartbeat.timeout: 10000
      cluster.registration.error-delay: 500
      taskmanager.registration.timeout: 60s
      io.tmp.dirs: "%s"
      """;

  Path temporaryFiles() {
    return directory.resolve("tmp");
  }

  /** The processes' logs in the order of their starts. */
  List<Path> logs() {
    return logs;
  }

  /**
   * Starts a process.
   *
   * @param main options of the JVM and, last, the main class
   * @param arguments that follow the configuration's directory
   */
  Process launch(List<String> main, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(java(main, classPath()));
    command.addAll(List.of("--configDir", directory.toString()));
    command.addAll(arguments);
    return start(command);
  }

  /** Starts Flink's own command line, {@code flink}. */
  Process client(List<String> arguments) throws IOException {
    List<String> main = List.of("org.apache.flink.client.cli.CliFrontend");
    List<String> command = new ArrayList<>(java(main, classPath()));
    command.addAll(arguments);
    return start(command);
  }

  private List<String> java(List<String> main, String classPath) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String name : List.of("lang", "net", "nio", "util")) {
      command.add("--add-opens=java.base/java." + name + "=ALL-UNNAMED");
    }
    command.addAll(JVM);
    command.add("-Djava.io.tmpdir=" + temporaryFiles());
    command.add("-Dlogback.configurationFile=" + directory.resolve("logback.xml"));
    command.addAll(List.of("-cp", classPath));
    command.addAll(main);
    return command;
  }

  private Process start(List<String> command) throws IOException {
    Path log = directory.resolve("process-%d.log".formatted(logs.size()));
    logs.add(log);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    // Where Flink looks for the folder usrlib.
    builder.directory(directory.toFile());
    builder.environment().putAll(MALLOC);
    builder.environment().put("FLINK_CONF_DIR", directory.toString());
    return builder.redirectOutput(log.toFile()).start();
  }

  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> JARS.matcher(Path.of(entry).getFileName().toString()).matches())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
