package io.palimpsest.pipelines.lineage;

import io.openlineage.client.OpenLineage;
import io.openlineage.client.transports.HttpTransportResponseException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Takes events to a {@link Target} from a thread of its own, in order. Nobody waits for it and
 * nothing is thrown; what did not arrive is counted, and said at the end.
 */
final class Delivery {
  private static final int MOST_WAITING = 1_000;

  /** After so many in a row nobody seems to be there; the rest is not tried. */
  private static final int MOST_FAILURES = 3;

  private final Target target;
  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(MOST_WAITING),
          work -> daemon(work),
          new ThreadPoolExecutor.AbortPolicy());

  private int events;
  private int arrived;
  private int failuresInARow;
  private String reason = "no answer in time";

  Delivery(Target target) {
    this.target = target;
  }

  /** Sends an event some time. */
  void send(OpenLineage.RunEvent event) {
    synchronized (this) {
      events++;
    }
    try {
      thread.execute(() -> emit(event));
    } catch (RejectedExecutionException e) {
      failed(e);
    }
  }

  /** Takes note of an event that could not even be made. */
  synchronized void lost(RuntimeException failure) {
    events++;
    reason = nameOf(failure);
  }

  /**
   * Sends what still waits, for that long at most.
   *
   * @return what to tell the user, if not all arrived
   */
  Optional<String> close(Duration patience) {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        thread.shutdownNow();
      }
      target.transport().close();
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      failed(e);
    }
    synchronized (this) {
      return arrived == events
          ? Optional.empty()
          : Optional.of(
              "lineage: %d of %d events did not reach %s (%s); the run is not affected"
                  .formatted(events - arrived, events, target.name(), reason));
    }
  }

  private void emit(OpenLineage.RunEvent event) {
    synchronized (this) {
      if (failuresInARow >= MOST_FAILURES) {
        return;
      }
    }
    try {
      target.transport().emit(event);
      synchronized (this) {
        arrived++;
        failuresInARow = 0;
      }
    } catch (RuntimeException e) {
      failed(e);
    }
  }

  private synchronized void failed(Exception failure) {
    failuresInARow++;
    reason = nameOf(failure);
  }

  /** The cause in a word: messages of HTTP clients repeat addresses, which may hold secrets. */
  private static String nameOf(Exception failure) {
    if (failure instanceof HttpTransportResponseException answer) {
      return "HTTP " + answer.getStatusCode();
    }
    Throwable cause = failure;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    return cause.getClass().getSimpleName();
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "lineage");
    thread.setDaemon(true);
    return thread;
  }
}
