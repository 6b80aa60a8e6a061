package io.palimpsest.transforms.fork;

import io.palimpsest.schemas.artifact.Storage;
import io.palimpsest.transforms.artifact.Outcome;
import java.io.IOException;
import java.io.Serializable;
import java.util.Map;

/** What a forked process does: a value that says everything, and the work itself. */
public interface ForkedTask extends Serializable {
  /**
   * Does the work, writing files through {@code storage}.
   *
   * @param threads that it may use
   * @throws io.palimpsest.schemas.InvalidInputException if the user must act
   */
  Outcome run(Storage storage, int threads, ProgressSink progress) throws IOException;

  /** Environment variables that the process must start with. */
  default Map<String, String> environment() {
    return Map.of();
  }

  /** Hears how far the work has come. */
  @FunctionalInterface
  interface ProgressSink {
    /**
     * @param units done since the last call
     * @param note for people, such as a loss
     */
    void advance(long units, String note);
  }
}
