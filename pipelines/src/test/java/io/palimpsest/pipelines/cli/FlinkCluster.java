package io.palimpsest.pipelines.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;

/**
 * A standalone Flink cluster of this machine: a JobManager and TaskManagers, each a process that
 * knows Flink's jars alone, so that jobs must bring theirs. Any of them can be killed and started
 * again.
 */
final class FlinkCluster implements AutoCloseable {
  private static final String SESSION =
      "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint";
  private static final String TASK_MANAGER =
      "org.apache.flink.runtime.taskexecutor.TaskManagerRunner";
  private static final Duration START = Duration.ofSeconds(60);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /**
   * What a cluster has.
   *
   * @param taskManagers processes
   * @param slots of each
   * @param restarts of a job after a failure, as Flink's {@code restart-strategy} fixed-delay
   *     counts
   * @param entryPoint of the JobManager: its main class and arguments
   */
  record Shape(int taskManagers, int slots, int restarts, List<String> entryPoint) {
    /** Two TaskManagers with a slot each, three restarts, jobs submitted by clients. */
    static final Shape DEFAULT = new Shape(2, 1, 3, List.of(SESSION));

    Shape withTaskManagers(int count, int slotsOfEach) {
      return new Shape(count, slotsOfEach, restarts, entryPoint);
    }

    Shape withRestarts(int count) {
      return new Shape(taskManagers, slots, count, entryPoint);
    }

    /** A cluster that runs one program and ends with it. */
    Shape withEntryPoint(List<String> command) {
      return new Shape(taskManagers, slots, restarts, command);
    }
  }

  private final FlinkProcesses processes;
  private final Shape shape;
  private final int restPort;
  private final List<Process> taskManagers = new ArrayList<>();
  private Process jobManager;

  private FlinkCluster(FlinkProcesses processes, Shape shape, int restPort) {
    this.processes = processes;
    this.shape = shape;
    this.restPort = restPort;
  }

  /** As {@link #start(Path, Shape)} with {@link Shape#DEFAULT}. */
  static FlinkCluster start(Path directory) throws Exception {
    return start(directory, Shape.DEFAULT);
  }

  /**
   * Starts all processes and waits for the TaskManagers' slots.
   *
   * @param directory for configuration, logs and the processes' temporary files
   */
  static FlinkCluster start(Path directory, Shape shape) throws Exception {
    FlinkCluster cluster;
    // Held until both are known: two free ports that differ.
    try (ServerSocket rest = new ServerSocket(0);
        ServerSocket rpc = new ServerSocket(0)) {
      FlinkProcesses processes =
          FlinkProcesses.configure(directory, shape, rest.getLocalPort(), rpc.getLocalPort());
      cluster = new FlinkCluster(processes, shape, rest.getLocalPort());
    }
    try {
      cluster.startJobManager();
      for (int i = 0; i < shape.taskManagers(); i++) {
        cluster.startTaskManager();
      }
      if (shape.entryPoint().get(0).equals(SESSION)) {
        cluster.awaitTaskManagers(shape.taskManagers());
      }
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

  /** Starts Flink's own command line, {@code flink}, with this cluster's configuration. */
  Process flink(List<String> arguments) throws IOException {
    return processes.client(arguments);
  }

  Process jobManager() {
    return jobManager;
  }

  /** The {@code i}-th TaskManager in the order of their starts, living or dead. */
  Process taskManager(int i) {
    return taskManagers.get(i);
  }

  /** Starts one more TaskManager and returns at once; see {@link #awaitTaskManagers}. */
  Process startTaskManager() throws IOException {
    Process process = processes.launch(List.of(TASK_MANAGER), List.of());
    taskManagers.add(process);
    return process;
  }

  /** Starts the JobManager, again at the same address, and returns at once. */
  Process startJobManager() throws IOException {
    List<String> command = shape.entryPoint();
    jobManager = processes.launch(command.subList(0, 1), command.subList(1, command.size()));
    return jobManager;
  }

  /** As {@code kill -9}; returns when it is gone. */
  void killTaskManager(int i) {
    kill(taskManagers.get(i));
  }

  /** As {@code kill -9}; returns when it is gone. Jobs of a session end with it. */
  void killJobManager() {
    kill(jobManager);
  }

  /** Waits until so many TaskManagers are registered and all their slots are free. */
  void awaitTaskManagers(int count) throws Exception {
    int slots = count * shape.slots();
    await(
        count + " TaskManagers with free slots",
        START,
        () -> {
          JsonNode overview = get("/overview");
          return overview.path("taskmanagers").asInt() == count
              && overview.path("slots-available").asInt() == slots;
        });
  }

  /** The jobs in a state, such as {@code RUNNING}, by their IDs. */
  List<String> jobs(String state) throws IOException, InterruptedException {
    return StreamSupport.stream(get("/jobs").path("jobs").spliterator(), /* parallel= */ false)
        .filter(job -> job.path("status").asText().equals(state))
        .map(job -> job.path("id").asText())
        .toList();
  }

  /** Asks the JobManager to cancel a job. */
  void cancel(String job) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(url("/jobs/" + job + "?mode=cancel"))
            .method("PATCH", HttpRequest.BodyPublishers.noBody())
            .build();
    HTTP.send(request, HttpResponse.BodyHandlers.discarding());
  }

  /** Where all processes put temporary files. */
  Path temporaryFiles() {
    return processes.temporaryFiles();
  }

  /** Asks until the answer is yes, or fails with the logs when time is up. */
  void await(String what, Duration limit, Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("No %s within %s:\n%s".formatted(what, limit, logs()));
      }
      // Waits a little, or not at all if there is no JobManager to ask any more.
      if (jobManager.waitFor(50, TimeUnit.MILLISECONDS)) {
        throw new AssertionError(
            "No %s, and the JobManager has ended:\n%s".formatted(what, logs()));
      }
    }
  }

  /** What all processes said. */
  String logs() throws IOException {
    StringBuilder logs = new StringBuilder();
    for (Path log : processes.logs()) {
      logs.append("== ").append(log.getFileName()).append('\n').append(Files.readString(log));
    }
    return logs.toString();
  }

  /** An answer of the JobManager's REST interface; an empty one while nobody answers. */
  private JsonNode get(String path) throws IOException, InterruptedException {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(url(path)).timeout(Duration.ofSeconds(5)).build();
      String answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
      return answer.startsWith("{")
          ? new ObjectMapper().readTree(answer)
          : new ObjectMapper().createObjectNode();
    } catch (IOException e) {
      return new ObjectMapper().createObjectNode();
    }
  }

  private URI url(String path) {
    return URI.create("http://%s%s".formatted(master(), path));
  }

  private static void kill(Process process) {
    process.destroyForcibly();
    process.onExit().join();
  }

  @Override
  public void close() {
    taskManagers.forEach(FlinkCluster::kill);
    if (jobManager != null) {
      kill(jobManager);
    }
  }
}
