package io.palimpsest.pipelines.run;

import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.PassingFaultException;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.FileSystemException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.apache.flink.runtime.io.network.netty.exception.TransportException;
import org.apache.flink.runtime.io.network.partition.PartitionException;
import org.apache.flink.runtime.jobmanager.scheduler.NoResourceAvailableException;
import org.apache.flink.runtime.messages.FlinkJobNotFoundException;
import org.apache.flink.runtime.rpc.exceptions.RecipientUnreachableException;
import org.apache.flink.util.SerializedThrowable;

/** Tells from a runner's exception who must act. */
final class Failures {
  /** By its name: inside Flink's own JVMs other runners are not on the class path. */
  private static final String DATAFLOW_TWICE = "DataflowJobAlreadyExistsException";

  /** What clients and tasks see of a JobManager or TaskManager that died, or is not there yet. */
  private static final List<Class<? extends Throwable>> LOST =
      List.of(
          ConnectException.class,
          TimeoutException.class,
          FlinkJobNotFoundException.class,
          NoResourceAvailableException.class,
          PartitionException.class,
          RecipientUnreachableException.class,
          TransportException.class);

  private Failures() {}

  /** The exception that the command line understands: the cause that says the most. */
  static RuntimeException of(Throwable failure) {
    List<Throwable> causes = causes(failure);
    for (Throwable t : causes) {
      if (t instanceof InvalidInputException || t instanceof PassingFaultException) {
        return (RuntimeException) t;
      }
    }
    for (Throwable t : causes) {
      Optional<String> fault = passingFault(t);
      if (fault.isPresent()) {
        return new PassingFaultException(fault.get() + ": " + t.getMessage(), failure);
      }
    }
    Throwable deepest = causes.get(causes.size() - 1);
    return new StageFailedException(
        deepest.getClass().getSimpleName() + ": " + deepest.getMessage(), failure);
  }

  private static Optional<String> passingFault(Throwable t) {
    if (isFullDisk(t)) {
      return Optional.of("no space left for the workspace; free some and run again");
    }
    if (t.getClass().getSimpleName().equals(DATAFLOW_TWICE)) {
      return Optional.of(
          "a job on Dataflow makes this artifact already; run again when it is over");
    }
    if (LOST.stream().anyMatch(type -> type.isInstance(t))) {
      return Optional.of(
          "a process of the cluster is gone or cannot be reached; run again when it is back");
    }
    return Optional.empty();
  }

  /** From the outermost to the innermost. */
  private static List<Throwable> causes(Throwable failure) {
    Set<Throwable> causes = new LinkedHashSet<>();
    for (Throwable t = failure; t != null && causes.add(t); ) {
      t = cause(t);
    }
    return List.copyOf(causes);
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
