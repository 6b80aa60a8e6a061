package io.palimpsest.pipelines.cli;

import io.palimpsest.schemas.artifact.Artifact;
import io.palimpsest.schemas.artifact.RecordFile;
import io.palimpsest.schemas.artifact.Shard;
import io.palimpsest.schemas.artifact.Storage;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.specific.SpecificRecord;

/** Takes the first records of an artifact, whatever their type. */
final class FirstRecords {
  private FirstRecords() {}

  static List<SpecificRecord> of(Storage storage, Artifact artifact, int count) throws IOException {
    List<SpecificRecord> records = new ArrayList<>();
    for (Shard shard : artifact.manifest().shards()) {
      if (shard.name().endsWith(".avro") && records.size() < count) {
        try (DataFileStream<SpecificRecord> in =
            RecordFile.reader(
                SpecificRecord.class,
                new BufferedInputStream(storage.open(artifact.path(shard))))) {
          while (records.size() < count && in.hasNext()) {
            records.add(in.next());
          }
        }
      }
    }
    return records;
  }
}
