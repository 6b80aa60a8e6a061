package io.palimpsest.transforms.comparison;

import io.palimpsest.schemas.artifact.Artifact;
import io.palimpsest.schemas.artifact.Split;
import io.palimpsest.schemas.record.Influence;
import io.palimpsest.schemas.record.Trajectory;
import io.palimpsest.transforms.artifact.InputShard;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Set;
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
  private static final Set<String> METRICS = Set.of("loss", "bleu", "rouge_l");

  public MethodRecords {
    shards = List.copyOf(shards);
    figures = new TreeMap<>(figures);
  }

  public static MethodRecords of(Artifact artifact) {
    return new MethodRecords(
        InputShard.of(artifact, Split.ALL), new TreeMap<>(artifact.manifest().metrics()));
  }

  /** Passes every forecast of a metric on. */
  public void forecasts(String metric, Consumer<Trajectory> sink) throws IOException {
    records(
        FORECASTS,
        Trajectory.class,
        forecast -> {
          if (forecast.getMetric().equals(metric)) {
            sink.accept(forecast);
          }
        });
  }

  /**
   * Passes every influence on a metric on, and those on what is no metric of a run, such as
   * likeness, which stand for any; they may be too many to keep.
   */
  public void influences(String metric, Consumer<Influence> sink) throws IOException {
    records(
        INFLUENCES,
        Influence.class,
        influence -> {
          if (influence.getMetric().equals(metric) || !METRICS.contains(influence.getMetric())) {
            sink.accept(influence);
          }
        });
  }

  /** The methods that forecast, or, if none does, those that only say what was of influence. */
  public SortedSet<String> methods() throws IOException {
    SortedSet<String> methods = new TreeSet<>();
    records(FORECASTS, Trajectory.class, each -> methods.add(each.getMethod()));
    if (methods.isEmpty()) {
      records(INFLUENCES, Influence.class, each -> methods.add(each.getMethod()));
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
