package io.palimpsest.transforms.order;

import io.palimpsest.schemas.artifact.Attempt;
import io.palimpsest.schemas.artifact.RecordFile;
import io.palimpsest.schemas.artifact.Shard;
import io.palimpsest.schemas.artifact.ShardWriter;
import io.palimpsest.schemas.artifact.Storage;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.util.OptionalLong;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.specific.SpecificRecord;

/** Puts slices of parts together into a shard. */
final class CutShard {
  private final Storage storage;
  private final Attempt attempt;
  private final Layout layout;

  CutShard(Storage storage, Attempt attempt, Layout layout) {
    this.storage = storage;
    this.attempt = attempt;
    this.layout = layout;
  }

  Shard write(ShardPlan plan) throws IOException {
    SplitLayout split = layout.splits().get(plan.split());
    ShardWriter file = new ShardWriter(storage, attempt);
    copy(plan, split.type(), split, file);
    return file.finish(plan.name(), split.split(), OptionalLong.of(plan.records()));
  }

  private <T extends SpecificRecord> void copy(
      ShardPlan plan, Class<T> type, SplitLayout split, ShardWriter file) throws IOException {
    try (DataFileWriter<T> out = RecordFile.writer(type, split.schema(), file)) {
      for (ShardPlan.Slice slice : plan.slices()) {
        append(slice, type, out);
      }
    }
  }

  private <T extends SpecificRecord> void append(
      ShardPlan.Slice slice, Class<T> type, DataFileWriter<T> out) throws IOException {
    try (DataFileStream<T> in =
        RecordFile.reader(
            type, new BufferedInputStream(storage.open(slice.part().path()), 1 << 18))) {
      if (slice.whole()) {
        out.appendAllFrom(in, /* recompress= */ false);
        return;
      }
      for (long i = 0; i < slice.to(); i++) {
        T record = in.next();
        if (i >= slice.from()) {
          out.append(record);
        }
      }
    }
  }
}
