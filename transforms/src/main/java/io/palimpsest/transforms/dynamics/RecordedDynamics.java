package io.palimpsest.transforms.dynamics;

import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.record.PromptExample;
import io.palimpsest.schemas.record.TrainingRun;
import io.palimpsest.schemas.record.Trajectory;
import io.palimpsest.transforms.artifact.InputShard;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.apache.avro.specific.SpecificRecord;

/**
 * The records of a {@code dynamics} artifact: runs, trajectories and examples, which all fit into
 * memory, since influence is studied on some hundred examples.
 *
 * @param shards of the artifact; others than records are passed over
 */
public record RecordedDynamics(List<InputShard> shards) implements Serializable {
  private static final String RUNS = "runs";
  private static final String TRAJECTORIES = "trajectories";
  private static final String EXAMPLES = "examples";

  public RecordedDynamics {
    shards = List.copyOf(shards);
  }

  /** All runs, by id. */
  public List<TrainingRun> runs() throws IOException {
    return records(RUNS, TrainingRun.class);
  }

  /** All examples that runs train on or are tested with. */
  public List<PromptExample> examples() throws IOException {
    return records(EXAMPLES, PromptExample.class);
  }

  /**
   * The trajectories of a metric, by run, of each run in the examples' order.
   *
   * @throws InvalidInputException if there are none; says which metrics there are
   */
  public List<Trajectory> trajectories(String metric) throws IOException {
    TreeSet<String> metrics = new TreeSet<>();
    List<Trajectory> found = new ArrayList<>();
    for (Trajectory each : records(TRAJECTORIES, Trajectory.class)) {
      metrics.add(each.getMetric());
      if (each.getMetric().equals(metric)) {
        found.add(each);
      }
    }
    if (found.isEmpty()) {
      throw new InvalidInputException(
          "metric is '%s', which the runs lack: they have %s"
              .formatted(metric, String.join(", ", metrics)));
    }
    return found;
  }

  /** All trajectories of all metrics. */
  List<Trajectory> trajectories() throws IOException {
    return records(TRAJECTORIES, Trajectory.class);
  }

  private <T extends SpecificRecord> List<T> records(String name, Class<T> type)
      throws IOException {
    List<T> records = new ArrayList<>();
    for (InputShard shard : shards) {
      if (shard.name().startsWith(name) && shard.name().endsWith(".avro")) {
        shard.forEach(type, records::add);
      }
    }
    return records;
  }
}
