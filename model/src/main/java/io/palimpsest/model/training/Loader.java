package io.palimpsest.model.training;

import io.palimpsest.model.data.Batch;
import io.palimpsest.model.data.MaskedPatches;
import io.palimpsest.model.data.NextPrediction;
import io.palimpsest.model.data.Objective;
import io.palimpsest.model.data.Position;
import io.palimpsest.model.data.Sample;
import io.palimpsest.model.data.TrainingStream;
import io.palimpsest.schemas.PassingFaultException;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Reads the next steps' batches on a thread of its own while a step is computed. */
final class Loader implements Closeable {
  /** Steps read ahead. */
  private static final int AHEAD = 2;

  private final PretrainingConfig config;
  private final TrainingStream stream;
  private final ExecutorService thread = Executors.newSingleThreadExecutor(Loader::daemon);
  private final Deque<Future<Step>> ahead = new ArrayDeque<>();
  private int next;

  /**
   * @param step the first step to read
   */
  Loader(PretrainingConfig config, TrainingStream stream, int step) {
    this.config = config;
    this.stream = stream;
    this.next = step;
    for (int i = 0; i < AHEAD; i++) {
      submit();
    }
  }

  /**
   * What a step learns from.
   *
   * @param parts whose gradients are added
   * @param end where the stream stands behind them
   */
  record Step(List<Batch> parts, Position end) {
    int patches() {
      return parts.stream().mapToInt(Batch::patches).sum();
    }

    int tokens() {
      return parts.stream().mapToInt(Batch::tokens).sum();
    }
  }

  Step next() throws IOException {
    submit();
    try {
      return ahead.removeFirst().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PassingFaultException("interrupted while training data was read", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IOException(e.getCause());
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "loader");
    thread.setDaemon(true);
    return thread;
  }

  private void submit() {
    int step = next++;
    ahead.add(thread.submit(() -> read(step)));
  }

  private Step read(int step) throws IOException {
    List<Sample> samples = stream.next(config.batchSize());
    int size = (config.batchSize() + config.accumulation() - 1) / config.accumulation();
    List<Batch> parts = new ArrayList<>();
    for (int start = 0; start < samples.size(); start += size) {
      int end = Math.min(samples.size(), start + size);
      parts.add(new Batch(samples.subList(start, end), config.model(), objective(step)));
    }
    return new Step(parts, stream.position());
  }

  private Objective objective(int step) {
    return config.model().causal()
        ? NextPrediction.INSTANCE
        : new MaskedPatches(config.seed(), step);
  }

  @Override
  public void close() throws IOException {
    thread.shutdownNow();
    stream.close();
  }
}
