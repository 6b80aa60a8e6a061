package io.palimpsest.pipelines.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;

/**
 * What became of one stage, its part of {@code latest.json}, in a file that an orchestrator reads.
 * A run that fails before it comes to the stage (an invalid workflow, a damaged input) is the
 * stage's failure too.
 */
public final class ResultFile {
  private final Path file;
  private final String stage;
  private boolean failed;

  /**
   * @param file written when the stage is done; its folder must exist
   * @param stage its name
   */
  public ResultFile(Path file, String stage) {
    this.file = file;
    this.stage = stage;
  }

  /**
   * Takes note of a stage that is done; others than this file's are passed over.
   *
   * @throws UncheckedIOException if the file cannot be written
   */
  public void put(String name, StageResult result) {
    if (name.equals(stage)) {
      failed = result.state() == StageResult.State.FAILED;
      try {
        write(result);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Takes note of a run's failure; one that cannot be written must not hide it. */
  public void fail(Exception failure) {
    if (failed) {
      return;
    }
    String message = String.valueOf(failure.getMessage());
    try {
      write(new StageResult("", StageResult.State.FAILED, "", "", 0, new TreeMap<>(), message, ""));
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private void write(StageResult result) throws IOException {
    Files.write(file, RunResult.JSON.writeValueAsBytes(result));
  }
}
