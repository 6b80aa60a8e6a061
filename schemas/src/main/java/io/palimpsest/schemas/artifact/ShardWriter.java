package io.palimpsest.schemas.artifact;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Writes one data file of an attempt, counting bytes and making its checksum. The file has its name
 * only when {@link #finish} is called: a second try at the same shard cannot mix with a first one.
 */
public final class ShardWriter extends FilterOutputStream {
  private final Storage storage;
  private final Attempt attempt;
  private final String temporary;
  private final Counter counter;

  public ShardWriter(Storage storage, Attempt attempt) throws IOException {
    this(storage, attempt, attempt.scratch() + "/" + UUID.randomUUID());
  }

  private ShardWriter(Storage storage, Attempt attempt, String temporary) throws IOException {
    this(storage, attempt, temporary, new Counter(storage.create(temporary)));
  }

  private ShardWriter(Storage storage, Attempt attempt, String temporary, Counter counter) {
    super(new BufferedOutputStream(counter, 1 << 18));
    this.storage = storage;
    this.attempt = attempt;
    this.temporary = temporary;
    this.counter = counter;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
  }

  /** Closes the file and gives it its name among the attempt's data. */
  public Shard finish(String name, String split, OptionalLong records) throws IOException {
    close();
    storage.move(List.of(temporary), List.of(attempt.data() + "/" + name));
    return new Shard(name, split, records, counter.bytes, Checksum.format(counter.digest));
  }

  private static final class Counter extends FilterOutputStream {
    private final MessageDigest digest = Checksum.sha256();
    private long bytes;

    private Counter(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
      out.write(source, offset, length);
      digest.update(source, offset, length);
      bytes += length;
    }
  }
}
