package io.palimpsest.model.data;

import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.artifact.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The endless stream of training records, pass after pass, each in its {@link EpochOrder}. Memory
 * holds one block. A stream that starts at the {@link #position()} of another goes on exactly as
 * that one; it reads again what lies before in the pass.
 */
public final class TrainingStream implements Closeable {
  private final Storage storage;
  private final List<String> shards;
  private final long seed;
  private final Deque<Sample> block = new ArrayDeque<>();
  private SampleReader reader;
  private int epoch;
  private long blocks;
  private long records;

  /** Starts at {@code start}. */
  public TrainingStream(Storage storage, List<String> shards, long seed, Position start)
      throws IOException {
    this.storage = storage;
    this.shards = List.copyOf(shards);
    this.seed = seed;
    begin(start.epoch());
    for (long i = 0; i < start.records(); i++) {
      next();
    }
  }

  /** The next {@code count} records, across the borders of passes. */
  public List<Sample> next(int count) throws IOException {
    List<Sample> batch = new ArrayList<>(count);
    while (batch.size() < count) {
      batch.add(next());
    }
    return batch;
  }

  /** Where the stream stands. */
  public Position position() {
    return new Position(epoch, records);
  }

  private Sample next() throws IOException {
    if (block.isEmpty()) {
      fill();
    }
    records++;
    return block.removeFirst();
  }

  private void fill() throws IOException {
    List<Sample> read = reader.next(EpochOrder.BLOCK);
    if (read.isEmpty()) {
      if (records == 0) {
        throw new InvalidInputException("no record to train on in " + shards);
      }
      begin(epoch + 1);
      fill();
      return;
    }
    block.addAll(new EpochOrder(seed, epoch).block(read, blocks++));
  }

  private void begin(int next) throws IOException {
    close();
    epoch = next;
    blocks = 0;
    records = 0;
    reader = new SampleReader(storage, new EpochOrder(seed, epoch).shards(shards));
  }

  @Override
  public void close() throws IOException {
    if (reader != null) {
      reader.close();
    }
  }
}
