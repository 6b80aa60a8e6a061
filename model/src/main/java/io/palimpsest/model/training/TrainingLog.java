package io.palimpsest.model.training;

import io.palimpsest.schemas.artifact.RecordFile;
import io.palimpsest.schemas.record.TrainingStep;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The steps of a run as the bytes of a record file. */
public final class TrainingLog {
  private TrainingLog() {}

  /** The bytes of a file of {@code steps}. */
  public static byte[] write(List<TrainingStep> steps) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (var writer = RecordFile.writer(TrainingStep.class, TrainingStep.getClassSchema(), out)) {
      for (TrainingStep step : steps) {
        writer.append(step);
      }
    }
    return out.toByteArray();
  }

  /** The steps in a file's bytes. */
  public static List<TrainingStep> read(byte[] bytes) throws IOException {
    try (var in = RecordFile.reader(TrainingStep.class, new ByteArrayInputStream(bytes))) {
      List<TrainingStep> steps = new ArrayList<>();
      in.forEach(steps::add);
      return steps;
    }
  }
}
