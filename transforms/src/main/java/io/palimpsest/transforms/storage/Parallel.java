package io.palimpsest.transforms.storage;

import io.palimpsest.schemas.PassingFaultException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** Calls that wait for an answer, some at a time: a commit of thousands of shards takes seconds. */
final class Parallel {
  private static final int AT_ONCE = 16;

  private Parallel() {}

  /** Something to do with an element. */
  interface Call<T> {
    void on(T element) throws IOException;
  }

  /**
   * Makes a call for each element; all have ended when this returns.
   *
   * @throws IOException the first that a call threw, in the elements' order
   */
  static <T> void run(Stream<T> elements, Call<T> call) throws IOException {
    List<T> all = elements.toList();
    if (all.size() == 1) {
      call.on(all.get(0));
      return;
    }
    if (all.isEmpty()) {
      return;
    }
    ExecutorService threads = Executors.newFixedThreadPool(Math.min(AT_ONCE, all.size()));
    try {
      List<Future<?>> calls = new ArrayList<>();
      for (T element : all) {
        calls.add(
            threads.submit(
                () -> {
                  call.on(element);
                  return null;
                }));
      }
      for (Future<?> each : calls) {
        await(each);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static void await(Future<?> call) throws IOException {
    try {
      call.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PassingFaultException("interrupted while storage was asked", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    }
  }
}
