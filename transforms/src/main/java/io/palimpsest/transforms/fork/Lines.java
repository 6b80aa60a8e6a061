package io.palimpsest.transforms.fork;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The lines of a process, read by a thread of their own: a read from a pipe does not hear
 * interrupts, by which a runner cancels, and waiting for a queue does.
 */
final class Lines {
  private final BlockingQueue<Optional<String>> read = new LinkedBlockingQueue<>();
  private volatile IOException failure;

  Lines(InputStream in) {
    Thread thread = new Thread(() -> readAll(in), "forked-messages");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * The next line, when there is one; empty at the end.
   *
   * @throws IOException if the pipe broke
   */
  Optional<String> next() throws IOException, InterruptedException {
    Optional<String> line = read.take();
    if (line.isEmpty() && failure != null) {
      throw failure;
    }
    return line;
  }

  private void readAll(InputStream in) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        read.add(Optional.of(line));
      }
    } catch (IOException e) {
      failure = e;
    } finally {
      read.add(Optional.empty());
    }
  }
}
