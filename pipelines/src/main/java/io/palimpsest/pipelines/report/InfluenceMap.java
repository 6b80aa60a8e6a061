package io.palimpsest.pipelines.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A method's strongest influences in one run, as the page's script draws them.
 *
 * @param run that they are of
 * @param train ids of training examples, most helpful first
 * @param test ids of test examples, most helped first
 * @param values by training and test example, null where there is none
 * @param limit the absolute value that nearly all stay below, where colours end
 */
record InfluenceMap(
    String method,
    String run,
    List<String> train,
    List<String> test,
    List<List<Float>> values,
    double limit) {
  static final int SIDE = 40;
  private static final double NEARLY_ALL = 0.98;

  /** Of every method with influences. */
  static List<InfluenceMap> of(Map<String, InfluenceGrid> grids) {
    List<InfluenceMap> maps = new ArrayList<>();
    grids.forEach(
        (method, grid) -> {
          if (!grid.values().isEmpty()) {
            maps.add(of(method, grid));
          }
        });
    return maps;
  }

  private static InfluenceMap of(String method, InfluenceGrid grid) {
    SortedMap<String, SortedMap<String, Double>> byTrain = grid.values();
    List<String> train = strongest(byTrain);
    List<String> test = strongest(transposed(byTrain, train));
    List<List<Float>> values = new ArrayList<>();
    for (String each : train) {
      List<Float> row = new ArrayList<>();
      for (String other : test) {
        Double value = byTrain.get(each).get(other);
        row.add(value == null ? null : (Float) value.floatValue());
      }
      values.add(row);
    }
    return new InfluenceMap(MethodLabel.of(method), grid.run(), train, test, values, limit(values));
  }

  /** Those of the greatest absolute sums, ordered by their sums. */
  private static List<String> strongest(SortedMap<String, SortedMap<String, Double>> rows) {
    return rows.keySet().stream()
        .sorted(Comparator.comparingDouble(id -> -absolute(rows.get(id))))
        .limit(SIDE)
        .sorted(Comparator.comparingDouble(id -> -sum(rows.get(id))))
        .toList();
  }

  private static SortedMap<String, SortedMap<String, Double>> transposed(
      SortedMap<String, SortedMap<String, Double>> byTrain, List<String> train) {
    SortedMap<String, SortedMap<String, Double>> byTest = new TreeMap<>();
    for (String each : train) {
      byTrain
          .get(each)
          .forEach((id, v) -> byTest.computeIfAbsent(id, test -> new TreeMap<>()).put(each, v));
    }
    return byTest;
  }

  private static double absolute(Map<String, Double> row) {
    return row.values().stream().mapToDouble(Math::abs).sum();
  }

  private static double sum(Map<String, Double> row) {
    return row.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  private static double limit(List<List<Float>> values) {
    double[] sizes =
        values.stream()
            .flatMap(List::stream)
            .filter(value -> value != null)
            .mapToDouble(Math::abs)
            .sorted()
            .toArray();
    double limit = sizes[(int) (NEARLY_ALL * (sizes.length - 1))];
    return limit > 0 ? limit : Math.max(Arrays.stream(sizes).max().orElse(0), Float.MIN_NORMAL);
  }
}
