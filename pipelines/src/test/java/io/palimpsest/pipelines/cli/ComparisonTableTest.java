package io.palimpsest.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.palimpsest.pipelines.report.MethodTable;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonTableTest {
  @Test
  void figuresStandBelowWhatTheyAreOf() {
    MethodTable methods =
        MethodTable.of(
                Map.of(
                    "constant.seen.all_steps_mse", 3.5,
                    "gptfluence.seen.all_steps_mse", 0.25,
                    "palimpsest.seen.all_steps_mse", 0.125,
                    "palimpsest.unseen_test.all_steps_mse", 0.5))
            .orElseThrow();
    StringWriter text = new StringWriter();
    ComparisonTable.print(new PrintWriter(text, true), methods);
    assertThat(text.toString().lines().map(String::stripTrailing))
        .containsExactly(
            "",
            "forecasts of training runs         seen examples                    unseen test examples",
            "* the best                         MSE        MAE        final rho  MSE        MAE        final rho",
            "stays as it was                    3.500      –          –          –          –          –",
            "GPTfluence                         0.250      –          –          –          –          –",
            "Palimpsest                         0.125 *    –          –          0.500 *    –          –");
  }
}
