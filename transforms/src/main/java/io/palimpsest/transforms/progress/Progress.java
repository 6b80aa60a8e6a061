package io.palimpsest.transforms.progress;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts of finished work, by attempt directory. Workers in the client's JVM (embedded Flink, the
 * direct runner) add to it, the client shows it; on a cluster nobody sees the counts, and nothing
 * depends on them.
 */
public final class Progress {
  private static final Map<String, Progress> RUNNING = new ConcurrentHashMap<>();

  private final LongAdder done = new LongAdder();
  private volatile long total;
  private volatile String note = "";

  private Progress() {}

  /** The progress of the attempt that writes to {@code directory}. */
  public static Progress of(String directory) {
    return RUNNING.computeIfAbsent(directory, key -> new Progress());
  }

  /** Forgets a finished attempt. */
  public static void forget(String directory) {
    RUNNING.remove(directory);
  }

  public void add(long units) {
    done.add(units);
  }

  /** Says how many units there will be, where that is known. */
  public void expect(long units) {
    total = units;
  }

  /** Says more than a count can: a loss, what is going on. */
  public void note(String text) {
    note = text;
  }

  public long done() {
    return done.sum();
  }

  /** The units that there will be; 0 while unknown. */
  public long total() {
    return total;
  }

  public String note() {
    return note;
  }
}
