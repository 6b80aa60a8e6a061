package io.palimpsest.pipelines.cli;

import io.palimpsest.pipelines.report.MethodTable;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.TextTable;

/** How near forecasts of training runs came, a line for each method. */
final class ComparisonTable {
  private static final int FIGURES = 3;

  // Widths of columns, in characters.
  private static final int NAME = 34;
  private static final int FIGURE = 11;

  private ComparisonTable() {}

  static void print(PrintWriter out, MethodTable methods) {
    TextTable table =
        TextTable.forColumns(
            new ColorScheme.Builder(Ansi.AUTO).build(),
            Stream.concat(
                    Stream.of(new Column(NAME, 0, Column.Overflow.SPAN)),
                    methods.subsets().stream().flatMap(each -> figures()))
                .toArray(Column[]::new));
    List<String> heads = new ArrayList<>(List.of("* the best"));
    methods.subsets().forEach(each -> heads.addAll(List.of("MSE", "MAE", "final rho")));
    table.addRowValues(heads.toArray(String[]::new));
    Stream.of(methods.trivial(), methods.methods())
        .flatMap(List::stream)
        .forEach(row -> table.addRowValues(cells(row)));
    out.printf("%n%-" + NAME + "s", "forecasts of training runs");
    methods.subsets().forEach(each -> out.printf(" %-" + (FIGURES * FIGURE - 1) + "s", each));
    out.printf("%n%s", table);
  }

  private static Stream<Column> figures() {
    return Stream.generate(() -> new Column(FIGURE, 1, Column.Overflow.SPAN)).limit(FIGURES);
  }

  private static String[] cells(MethodTable.Row row) {
    return Stream.concat(
            Stream.of(row.name()),
            row.cells().stream().map(cell -> cell.value() + (cell.best() ? " *" : "")))
        .toArray(String[]::new);
  }
}
