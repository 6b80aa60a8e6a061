package io.palimpsest.pipelines.cli;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/** Beam's, Flink's and our logs go to a file; the console is for results. */
final class Logs {
  private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");
  private static Path file;

  private Logs() {}

  /** Logs from now on to a new file in {@code directory}. */
  static void to(Path directory) {
    file =
        directory.resolve(
            "%s-%d.log".formatted(NAME.format(LocalDateTime.now()), ProcessHandle.current().pid()));
    LogFile.open(file);
  }

  static Optional<Path> file() {
    return Optional.ofNullable(file);
  }

  static void failure(Throwable failure) {
    LoggerFactory.getLogger(Palimpsest.class).error("failed", failure);
  }
}
