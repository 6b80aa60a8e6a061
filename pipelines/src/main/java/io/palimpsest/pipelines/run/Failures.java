package io.palimpsest.pipelines.run;

import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.PassingFaultException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.apache.beam.runners.dataflow.DataflowJobAlreadyExistsException;
import org.apache.flink.util.SerializedThrowable;

/** Tells from a runner's exception who must act. */
final class Failures {
  private Failures() {}

  /** The exception that the command line understands: the cause that says the most. */
  static RuntimeException of(Throwable failure) {
    Throwable deepest = failure;
    Set<Throwable> seen = new HashSet<>();
    for (Throwable t = failure; t != null && seen.add(t); t = cause(t)) {
      if (t instanceof InvalidInputException || t instanceof PassingFaultException) {
        return (RuntimeException) t;
      }
      if (isFullDisk(t)) {
        return new PassingFaultException(
            "no space left for the workspace; free some and run again: " + t.getMessage(), failure);
      }
      if (t instanceof DataflowJobAlreadyExistsException) {
        return new PassingFaultException(
            "a job on Dataflow makes this artifact already; run again when it is over: "
                + t.getMessage(),
            failure);
      }
      deepest = t;
    }
    return new StageFailedException(
        deepest.getClass().getSimpleName() + ": " + deepest.getMessage(), failure);
  }

  private static Throwable cause(Throwable t) {
    if (t instanceof SerializedThrowable serialized) {
      Throwable original = serialized.deserializeError(Failures.class.getClassLoader());
      return original == t ? t.getCause() : original;
    }
    return t.getCause();
  }

  private static boolean isFullDisk(Throwable t) {
    String message = t.getMessage() == null ? "" : t.getMessage().toLowerCase(Locale.ROOT);
    return (t instanceof IOException || t instanceof FileSystemException)
        && (message.contains("no space left on device") || message.contains("disk quota exceeded"));
  }
}
