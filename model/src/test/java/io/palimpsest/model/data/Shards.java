package io.palimpsest.model.data;

import io.palimpsest.schemas.artifact.Modality;
import io.palimpsest.schemas.artifact.RecordFile;
import io.palimpsest.schemas.artifact.Storage;
import io.palimpsest.schemas.record.PairSequence;
import io.palimpsest.schemas.record.PatchSequence;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

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

  /** Deals samples of several kinds out to shards, one kind after another in turn. */
  public static List<String> writeMixed(
      Storage storage, String directory, List<List<Sample>> kinds, int count) throws IOException {
    List<String> paths = new ArrayList<>();
    for (int shard = 0; shard < count; shard++) {
      String path = "%s/part-%05d.avro".formatted(directory, shard);
      try (var writer =
          RecordFile.writer(SpecificRecord.class, Modality.union(), storage.create(path))) {
        for (int i = shard; i < kinds.get(0).size(); i += count) {
          for (List<Sample> kind : kinds) {
            writer.append(record(kind.get(i)));
          }
        }
      }
      paths.add(path);
    }
    return paths;
  }

  private static SpecificRecord record(Sample sample) {
    return switch (sample.modality()) {
      case PIXEL -> sample.image().orElseThrow();
      case TEXT -> sample.tokens().orElseThrow();
      case PAIR -> new PairSequence(sample.image().orElseThrow(), sample.tokens().orElseThrow());
    };
  }
}
