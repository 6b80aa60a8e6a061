package io.palimpsest.pipelines.cli;

import io.palimpsest.pipelines.report.MethodTable;
import io.palimpsest.pipelines.run.RunResult;
import io.palimpsest.pipelines.run.StageResult;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.TextTable;

/** A run's results for a person. */
final class ResultTable {
  private static final Map<StageResult.State, String> MARKS =
      Map.of(
          StageResult.State.EXECUTED, "✓",
          StageResult.State.REUSED, "=",
          StageResult.State.FAILED, "✗",
          StageResult.State.SKIPPED, "-");

  private ResultTable() {}

  /** One line about a stage that is done. */
  static String line(String name, StageResult result) {
    String time = result.seconds() > 0 ? "%.1f s".formatted(result.seconds()) : state(result);
    return "%s %-10s %s".formatted(MARKS.get(result.state()), name, time);
  }

  static void print(PrintWriter out, RunResult result) {
    TextTable table =
        TextTable.forColumns(
            new ColorScheme.Builder(Ansi.AUTO).build(),
            new Column(14, 0, Column.Overflow.SPAN),
            new Column(10, 1, Column.Overflow.SPAN),
            new Column(10, 1, Column.Overflow.SPAN),
            new Column(90, 2, Column.Overflow.WRAP));
    table.addRowValues("stage", "state", "seconds", "figures");
    result
        .stages()
        .forEach(
            (name, stage) ->
                table.addRowValues(
                    name,
                    state(stage),
                    stage.seconds() > 0 ? "%.1f".formatted(stage.seconds()) : "",
                    figures(stage)));
    out.println();
    out.print(table);
    result.stages().values().stream()
        .flatMap(stage -> MethodTable.of(stage.metrics()).stream())
        .forEach(methods -> ComparisonTable.print(out, methods));
    result.stages().values().stream()
        .filter(stage -> stage.type().equals("report") && !stage.artifact().isEmpty())
        .forEach(stage -> out.printf("%nreport: %s/index.html%n", stage.artifact()));
    out.flush();
  }

  private static String state(StageResult stage) {
    return stage.state().name().toLowerCase(Locale.ROOT);
  }

  private static String figures(StageResult stage) {
    if (MethodTable.of(stage.metrics()).isPresent()) {
      return "below";
    }
    return stage.metrics().entrySet().stream()
        .map(metric -> Printable.of(metric.getKey()) + " " + number(metric.getValue()))
        .collect(Collectors.joining(", "));
  }

  static String number(double value) {
    return value == Math.rint(value)
        ? "%,d".formatted((long) value)
        : Math.abs(value) < 100 ? "%.4f".formatted(value) : "%,.0f".formatted(value);
  }
}
