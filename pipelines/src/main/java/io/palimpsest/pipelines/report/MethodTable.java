package io.palimpsest.pipelines.report;

import io.palimpsest.model.comparison.Subset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * How near methods' forecasts come to what was measured, by what was new to them.
 *
 * @param subsets titles of the groups of three columns
 * @param methods rows that look at curricula
 * @param trivial rows that look at none
 */
public record MethodTable(List<String> subsets, List<Row> methods, List<Row> trivial) {
  private static final Map<Subset, String> TITLES =
      Map.of(
          Subset.SEEN, "seen examples",
          Subset.UNSEEN_TRAIN, "unseen training examples",
          Subset.UNSEEN_TEST, "unseen test examples");

  /** A method. */
  public record Row(String name, List<Cell> cells) {}

  /**
   * A figure.
   *
   * @param deviation with its sign, or empty
   * @param best whether no method has a better one
   */
  public record Cell(String value, String deviation, boolean best) {}

  private record Column(Subset subset, String figure, int sign) {
    String name(String method) {
      return method + "." + subset.label() + "." + figure;
    }
  }

  /** Nothing if there are no such figures. */
  public static Optional<MethodTable> of(Map<String, Double> figures) {
    List<Subset> subsets = new ArrayList<>();
    SortedSet<String> methods = new TreeSet<>();
    for (Subset subset : Subset.values()) {
      String end = "." + subset.label() + ".all_steps_mse";
      List<String> found = figures.keySet().stream().filter(name -> name.endsWith(end)).toList();
      found.forEach(name -> methods.add(name.substring(0, name.length() - end.length())));
      if (!found.isEmpty()) {
        subsets.add(subset);
      }
    }
    List<String> trivial = methods.stream().filter(MethodLabel::isTrivial).toList();
    List<String> others = methods.stream().filter(name -> !MethodLabel.isTrivial(name)).toList();
    return subsets.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new MethodTable(
                subsets.stream().map(TITLES::get).toList(),
                rows(others, subsets, figures),
                rows(trivial, subsets, figures)));
  }

  private static List<Row> rows(
      List<String> methods, List<Subset> subsets, Map<String, Double> figures) {
    List<Column> columns =
        subsets.stream()
            .flatMap(
                subset ->
                    List.of(
                        new Column(subset, "all_steps_mse", -1),
                        new Column(subset, "all_steps_mae", -1),
                        new Column(subset, "final_step_spearman", 1))
                        .stream())
            .toList();
    return methods.stream()
        .map(
            method ->
                new Row(
                    MethodLabel.of(method),
                    columns.stream().map(each -> cell(each, method, methods, figures)).toList()))
        .toList();
  }

  private static Cell cell(
      Column column, String method, List<String> methods, Map<String, Double> figures) {
    Double value = figures.get(column.name(method));
    if (value == null) {
      return new Cell("–", "", false);
    }
    double best =
        methods.stream()
            .filter(MethodLabel::isFair)
            .map(other -> figures.get(column.name(other)))
            .filter(other -> other != null)
            .mapToDouble(other -> column.sign() * other)
            .max()
            .orElse(Double.POSITIVE_INFINITY);
    Double deviation = figures.get(column.name(method) + ".std");
    return new Cell(
        number(value),
        deviation == null ? "" : "± " + number(deviation),
        methods.size() > 1
            && !MethodLabel.isTrivial(method)
            && MethodLabel.isFair(method)
            && column.sign() * value >= best
            && value != Double.MAX_VALUE);
  }

  /** Of a forecast that exploded, infinity. */
  private static String number(double value) {
    if (Math.abs(value) == Double.MAX_VALUE) {
      return "∞";
    }
    double size = Math.abs(value);
    return size < 0.001 && size > 0 || size >= 1000
        ? String.format(Locale.ROOT, "%.1e", value)
        : String.format(Locale.ROOT, size < 0.1 ? "%.4f" : size < 10 ? "%.3f" : "%.1f", value);
  }
}
