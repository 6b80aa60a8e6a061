package io.palimpsest.model.data;

import io.palimpsest.schemas.artifact.RecordFile;
import io.palimpsest.schemas.artifact.Storage;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.ListIterator;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.specific.SpecificRecord;

/** Reads the samples of shards one after another, once, holding no more than it is asked for. */
public final class SampleReader implements Closeable {
  private final Storage storage;
  private final ListIterator<String> shards;
  private DataFileStream<SpecificRecord> open;

  public SampleReader(Storage storage, List<String> shards) {
    this.storage = storage;
    this.shards = List.copyOf(shards).listIterator();
  }

  /** The next {@code count} samples, fewer at the end, none behind it. */
  public List<Sample> next(int count) throws IOException {
    List<Sample> samples = new ArrayList<>();
    while (samples.size() < count && advance()) {
      samples.add(Sample.of(open.next()));
    }
    return samples;
  }

  /** Whether there is a record to read; opens shards until there is. */
  private boolean advance() throws IOException {
    while (open == null || !open.hasNext()) {
      close();
      if (!shards.hasNext()) {
        return false;
      }
      BufferedInputStream in = new BufferedInputStream(storage.open(shards.next()));
      open = RecordFile.reader(SpecificRecord.class, in);
      if (shards.hasNext()) {
        storage.prefetch(shards.next());
        shards.previous();
      }
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    if (open != null) {
      open.close();
      open = null;
    }
  }
}
