package io.palimpsest.transforms.fork;

import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.PassingFaultException;
import io.palimpsest.transforms.artifact.Outcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.options.PipelineOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts forked processes and listens to them. */
public final class ForkedJvm {
  private static final Logger LOG = LoggerFactory.getLogger(ForkedJvm.class);

  /** Models and batches live outside of the Java heap. */
  private static final String HEAP = "-Xmx1g";

  private final int threads;
  private final PipelineOptions options;

  /**
   * @param threads that a task may use; 0 for one per processor
   * @param options with the credentials and endpoints of object stores; they go through a pipe and
   *     appear neither on a command line nor in a log
   */
  public ForkedJvm(int threads, PipelineOptions options) {
    this.threads = threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
    this.options = options;
  }

  /**
   * Runs a task in a new process and waits for it; the process is killed if this thread is
   * interrupted.
   *
   * @throws InvalidInputException if the task did
   * @throws PassingFaultException if the task did, or if something killed the process
   */
  public Outcome run(ForkedTask task, ForkedTask.ProgressSink progress) throws IOException {
    try (JobClassPath classPath = JobClassPath.of(ForkedJvm.class.getClassLoader())) {
      ProcessBuilder builder = new ProcessBuilder(command(classPath.value()));
      builder.environment().putAll(task.environment());
      return attend(builder.start(), task, progress);
    }
  }

  private Outcome attend(Process process, ForkedTask task, ForkedTask.ProgressSink progress)
      throws IOException {
    try {
      Thread errors = forward(process.getErrorStream());
      send(process, task);
      Optional<Outcome> outcome = listen(new Lines(process.getInputStream()), progress);
      int exit = process.waitFor();
      errors.join();
      return outcome.orElseThrow(() -> killed(exit));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PassingFaultException("interrupted while a forked process ran", e);
    } finally {
      process.destroyForcibly();
    }
  }

  private List<String> command(String classPath) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add(HEAP);
    command.add("-cp");
    command.add(classPath);
    command.add(ForkedMain.class.getName());
    command.add(Integer.toString(threads));
    return command;
  }

  /** Leaves standard input open: its end tells the process that we are gone. */
  private void send(Process process, ForkedTask task) throws IOException {
    ObjectOutputStream out = new ObjectOutputStream(process.getOutputStream());
    out.writeObject(OptionsJson.write(options));
    out.writeObject(task);
    out.flush();
  }

  private static Optional<Outcome> listen(Lines lines, ForkedTask.ProgressSink progress)
      throws IOException, InterruptedException {
    Optional<Outcome> outcome = Optional.empty();
    for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
      Message message = Message.fromLine(line.get());
      switch (message.kind()) {
        case PROGRESS -> progress.advance(message.units(), message.text());
        case OUTCOME -> outcome = Optional.of(Outcome.fromJson(message.text()));
        case INVALID_INPUT -> throw new InvalidInputException(message.text());
        case PASSING_FAULT -> throw new PassingFaultException(message.text(), null);
        case FAILURE -> throw new IOException(message.text());
      }
    }
    return outcome;
  }

  private static PassingFaultException killed(int exit) {
    return new PassingFaultException(
        "a forked process ended with exit code %d before its work was done (137: killed, perhaps for memory); run again to go on from its last checkpoint"
            .formatted(exit),
        null);
  }

  private static Thread forward(InputStream errors) {
    Thread thread =
        new Thread(
            () ->
                new BufferedReader(new InputStreamReader(errors, StandardCharsets.UTF_8))
                    .lines()
                    .forEach(LOG::info),
            "forked-log");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
