package io.palimpsest.model.data;

import io.palimpsest.schemas.artifact.RecordFile;
import io.palimpsest.schemas.artifact.Storage;
import io.palimpsest.schemas.record.PatchSequence;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Writes sequences for tests as an artifact's shards. */
public final class Shards {
  private Shards() {}

  /** Deals the sequences out to {@code count} shards below {@code directory}; gives their paths. */
  public static List<String> write(
      Storage storage, String directory, List<PatchSequence> sequences, int count)
      throws IOException {
    List<String> paths = new ArrayList<>();
    for (int shard = 0; shard < count; shard++) {
      String path = "%s/part-%05d.avro".formatted(directory, shard);
      try (var writer =
          RecordFile.writer(
              PatchSequence.class, PatchSequence.getClassSchema(), storage.create(path))) {
        for (int i = shard; i < sequences.size(); i += count) {
          writer.append(sequences.get(i));
        }
      }
      paths.add(path);
    }
    return paths;
  }
}
