package io.palimpsest.pipelines.report;

import io.palimpsest.model.comparison.Helpfulness;
import io.palimpsest.schemas.record.Influence;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/**
 * A method's influences in one run: of all the runs that it was given, the one of lowest rank.
 * Nothing is kept of the others.
 */
final class InfluenceGrid {
  private final ToIntFunction<String> rank;
  private final SortedMap<String, SortedMap<String, Double>> values = new TreeMap<>();
  private String run = "";

  /**
   * @param rank of a run by its id
   */
  InfluenceGrid(ToIntFunction<String> rank) {
    this.rank = rank;
  }

  void add(Influence influence) {
    String other = influence.getRun();
    if (values.isEmpty() || rank.applyAsInt(other) < rank.applyAsInt(run)) {
      values.clear();
      run = other;
    }
    double value = Helpfulness.of(influence);
    if (other.equals(run) && Double.isFinite(value)) {
      values
          .computeIfAbsent(influence.getTrainExample(), id -> new TreeMap<>())
          .put(influence.getTestExample(), value);
    }
  }

  String run() {
    return run;
  }

  /** By training example and test example; above 0 the first helps the second. */
  SortedMap<String, SortedMap<String, Double>> values() {
    return values;
  }
}
