package io.palimpsest.model.attribution;

import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.artifact.RecordFile;
import io.palimpsest.schemas.artifact.Storage;
import io.palimpsest.schemas.record.ExampleRole;
import io.palimpsest.schemas.record.PromptExample;
import io.palimpsest.schemas.record.RunRole;
import io.palimpsest.schemas.record.TrainingRun;
import io.palimpsest.schemas.record.Trajectory;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.specific.SpecificRecord;

/**
 * Runs, their examples and the measured losses, as a dynamics artifact holds them.
 *
 * @param runs in the file's order
 * @param examples in the file's order
 * @param losses by run, then by example
 */
record Dynamics(
    List<TrainingRun> runs,
    List<PromptExample> examples,
    Map<String, Map<String, Trajectory>> losses) {
  static final String RUNS = "runs.avro";
  static final String TRAJECTORIES = "trajectories.avro";
  static final String EXAMPLES = "examples.avro";
  static final String CHECKPOINTS = "checkpoints";
  static final String LOSS = "loss";

  static Dynamics read(Storage storage, String directory) throws IOException {
    Map<String, Map<String, Trajectory>> losses = new HashMap<>();
    read(storage, directory + "/" + TRAJECTORIES, Trajectory.class, Dynamics::isMeasuredLoss)
        .forEach(
            loss ->
                losses
                    .computeIfAbsent(loss.getRun(), run -> new HashMap<>())
                    .put(loss.getExample(), loss));
    return new Dynamics(
        read(storage, directory + "/" + RUNS, TrainingRun.class, run -> true),
        read(storage, directory + "/" + EXAMPLES, PromptExample.class, example -> true),
        losses);
  }

  private static boolean isMeasuredLoss(Trajectory trajectory) {
    return trajectory.getMetric().equals(LOSS) && trajectory.getMethod().isEmpty();
  }

  private static <T extends SpecificRecord> List<T> read(
      Storage storage, String path, Class<T> type, Predicate<T> wanted) throws IOException {
    List<T> records = new ArrayList<>();
    try (DataFileStream<T> file =
        RecordFile.reader(type, new BufferedInputStream(storage.open(path)))) {
      for (T record : file) {
        if (wanted.test(record)) {
          records.add(record);
        }
      }
    }
    return records;
  }

  List<TrainingRun> runs(RunRole... roles) {
    return runs.stream().filter(run -> Set.of(roles).contains(run.getRole())).toList();
  }

  List<PromptExample> examples(ExampleRole... roles) {
    return examples.stream().filter(one -> Set.of(roles).contains(one.getRole())).toList();
  }

  /**
   * The measured loss of an example in a run.
   *
   * @throws InvalidInputException if there is none
   */
  Trajectory loss(String run, String example) {
    Trajectory loss = losses.getOrDefault(run, Map.of()).get(example);
    if (loss == null) {
      throw new InvalidInputException(
          "run '%s' has no measured loss of test example '%s': let the dynamics stage measure loss"
              .formatted(run, example));
    }
    return loss;
  }
}
