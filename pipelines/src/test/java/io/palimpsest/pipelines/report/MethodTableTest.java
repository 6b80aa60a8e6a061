package io.palimpsest.pipelines.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class MethodTableTest {
  private static final Map<String, Double> FIGURES =
      Map.of(
          "gptfluence.seen.all_steps_mse", 0.0152,
          "gptfluence.seen.all_steps_mse.std", 0.02,
          "gptfluence.seen.final_step_spearman", 0.8,
          "tracin_cp_fit.seen.all_steps_mse", 12.34,
          "tracin_cp_fit.seen.final_step_spearman", 0.9,
          "constant.seen.all_steps_mse", 0.001,
          "grad_dot.seen.all_steps_mse", Double.MAX_VALUE,
          "gptfluence.unseen_test.all_steps_mse", 0.00012,
          "mislabel.gptfluence.area", 0.5);

  private static final MethodTable TABLE = MethodTable.of(FIGURES).orElseThrow();

  @Test
  void methodsAreRowsAndTrivialForecastsStandApart() {
    assertThat(TABLE.subsets()).containsExactly("seen examples", "unseen test examples");
    assertThat(TABLE.methods())
        .extracting(MethodTable.Row::name)
        .containsExactly("GPTfluence", "Grad-Dot", "TracIn-CP fit");
    assertThat(TABLE.trivial())
        .extracting(MethodTable.Row::name)
        .containsExactly("stays as it was");
  }

  @Test
  void theBestOfAColumnIsMarkedWhetherLessOrMoreIsBetter() {
    assertThat(cell(0, 0)).isEqualTo(new MethodTable.Cell("0.0152", "± 0.0200", true));
    assertThat(cell(2, 0)).isEqualTo(new MethodTable.Cell("12.3", "", false));
    assertThat(cell(0, 2).best()).isFalse();
    assertThat(cell(2, 2)).isEqualTo(new MethodTable.Cell("0.900", "", true));
    assertThat(TABLE.trivial().get(0).cells()).noneMatch(MethodTable.Cell::best);
  }

  @Test
  void whatIsNotKnownOrExplodedIsSaid() {
    assertThat(cell(0, 1).value()).isEqualTo("–");
    assertThat(cell(1, 0)).isEqualTo(new MethodTable.Cell("∞", "", false));
    assertThat(cell(0, 3).value()).isEqualTo("1.2e-04");
  }

  @Test
  void aMethodThatWasScaledToTheTruthIsNotTheBest() {
    Map<String, Double> figures =
        Map.of(
            "tracin_cp_truth.seen.all_steps_mse", 0.1,
            "tracin_cp.seen.all_steps_mse", 0.3,
            "gptfluence.seen.all_steps_mse", 0.2);
    assertThat(MethodTable.of(figures).orElseThrow().methods())
        .filteredOn(row -> row.cells().get(0).best())
        .extracting(MethodTable.Row::name)
        .containsExactly("GPTfluence");
    assertThat(BestMethod.of(figures).orElseThrow().method().name()).isEqualTo("GPTfluence");
  }

  @Test
  void withoutFiguresThereIsNoTable() {
    assertThat(MethodTable.of(Map.of("records", 3.0))).isEmpty();
  }

  private static MethodTable.Cell cell(int row, int column) {
    return TABLE.methods().get(row).cells().get(column);
  }
}
