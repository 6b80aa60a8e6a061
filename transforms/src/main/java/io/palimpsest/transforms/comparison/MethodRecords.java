package io.palimpsest.transforms.comparison;

import io.palimpsest.schemas.artifact.Artifact;
import io.palimpsest.schemas.artifact.Split;
import io.palimpsest.schemas.record.Influence;
import io.palimpsest.schemas.record.Trajectory;
import io.palimpsest.transforms.artifact.InputShard;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;

/**
 * What one {@code forecasts} artifact says, by one method or several: forecasts, influences, or
 * both.
 *
 * @param shards of the artifact
 * @param figures of the stage that made it
 */
public record MethodRecords(List<InputShard> shards, TreeMap<String, Double> figures)
    implements Serializable {
  private static final String FORECASTS = "forecasts";
  private static final String INFLUENCES = "influences";

  public MethodRecords {
    shards = List.copyOf(shards);
    figures = new TreeMap<>(figures);
  }

  public static MethodRecords of(Artifact artifact) {
    return new MethodRecords(
        InputShard.of(artifact, Split.ALL), new TreeMap<>(artifact.manifest().metrics()));
  }

  /** Passes every forecast on. */
  public void forecasts(Consumer<Trajectory> sink) throws IOException {
    records(FORECASTS, Trajectory.class, sink);
  }

  /** Passes every influence on; they may be too many to keep. */
  public void influences(Consumer<Influence> sink) throws IOException {
    records(INFLUENCES, Influence.class, sink);
  }

  /** The methods that forecast, or, if none does, those that only say what was of influence. */
  public SortedSet<String> methods() throws IOException {
    SortedSet<String> methods = new TreeSet<>();
    forecasts(each -> methods.add(each.getMethod()));
    if (methods.isEmpty()) {
      influences(each -> methods.add(each.getMethod()));
    }
    return methods;
  }

  private <T extends SpecificRecord> void records(String name, Class<T> type, Consumer<T> sink)
      throws IOException {
    for (InputShard shard : shards) {
      if (shard.name().startsWith(name) && shard.name().endsWith(".avro")) {
        shard.forEach(type, sink);
      }
    }
  }
}
