package io.palimpsest.model.events;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palimpsest.schemas.artifact.Storage;
import io.palimpsest.schemas.record.TrainingStep;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;

/**
 * A run's steps as a TensorBoard event file, {@value #EVENTS}, and as JSON lines, {@value #LINES}:
 * {@code loss}, {@code learning_rate}, {@code gradient_norm}, {@code patches_per_second} and, of
 * runs that see tokens, {@code tokens_per_second}.
 *
 * <p>The bytes are a function of the steps alone. Their {@code seconds} are measured, so that these
 * files, as the log that the steps come from, differ between two runs of the same training. An
 * event's wall time is the seconds of all steps up to it, since the start of 1970: it names no
 * date, and TensorBoard's relative time is the time spent training.
 *
 * <pre>{@code
 * TrainingEvents.write(log, storage, output);   // then: tensorboard --logdir OUTPUT
 * }</pre>
 */
public final class TrainingEvents {
  /** TensorBoard finds files by {@code tfevents} in their names; the number stands for a time. */
  public static final String EVENTS = "events.out.tfevents.0.palimpsest";

  public static final String LINES = "scalars.jsonl";

  private static final String VERSION = "brain.Event:2";
  private static final ObjectMapper JSON = new ObjectMapper();

  private TrainingEvents() {}

  /** Writes both files below {@code directory}; {@code steps} are a run's from its first. */
  public static void write(List<TrainingStep> steps, Storage storage, String directory)
      throws IOException {
    try (OutputStream out = create(storage, directory + "/" + EVENTS)) {
      writeEvents(steps, new RecordStream(out));
    }
    try (OutputStream out = create(storage, directory + "/" + LINES)) {
      writeLines(steps, out);
    }
  }

  private static OutputStream create(Storage storage, String path) throws IOException {
    return new BufferedOutputStream(storage.create(path));
  }

  private static void writeEvents(List<TrainingStep> steps, RecordStream out) throws IOException {
    out.write(EventMessage.version(VERSION));
    StepScalars scalars = new StepScalars();
    for (TrainingStep step : steps) {
      Map<String, Float> values = scalars.next(step);
      out.write(EventMessage.scalars(scalars.elapsed(), step.getStep(), values));
    }
  }

  private static void writeLines(List<TrainingStep> steps, OutputStream out) throws IOException {
    StepScalars scalars = new StepScalars();
    for (TrainingStep step : steps) {
      ObjectNode line = JSON.createObjectNode().put("step", step.getStep());
      scalars.next(step).forEach(line::put);
      line.put("seconds", scalars.elapsed());
      out.write(JSON.writeValueAsBytes(line));
      out.write('\n');
    }
  }
}
