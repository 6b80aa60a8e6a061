package io.palimpsest.pipelines.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HeadlineTest {
  private final Report empty = Report.of("w", Instant.EPOCH);

  private static Headline headline(Report report) {
    return Headline.of(report, Evaluation.of(report.evaluation()));
  }

  @Test
  void theSentenceSaysWhatWentInAndWhatCameOut() {
    assertThat(headline(SampleReport.full()).sentence())
        .isEqualTo(
            "2,000 documents became 31,532 patches; after 600 steps the model forecasts the next"
                + " patch with a loss of 0.7412, 28% below the better trivial forecast (mean patch:"
                + " 1.031); GPTfluence forecasts training runs with a mean squared error of 0.011,"
                + " 94% below the better trivial forecast (stays as it was: 0.1783).");
  }

  @Test
  void theBestMethodIsSaidToBeWorseThanATrivialForecastIfItIs() {
    BestMethod best =
        BestMethod.of(
                Map.of(
                    "tracin_cp.seen.all_steps_mse", 0.3,
                    "tracin_cp.seen.final_step_spearman", 0.7,
                    "grad_dot.seen.all_steps_mse", Double.MAX_VALUE,
                    "gptfluence.unseen_test.all_steps_mse", 0.01,
                    "mean_trajectory.seen.all_steps_mse", 0.2))
            .orElseThrow();
    assertThat(best.sentence())
        .isEqualTo(
            "TracIn-CP forecasts training runs with a mean squared error of 0.3, 50% above the"
                + " better trivial forecast (mean trajectory: 0.2)");
    assertThat(best.correlation()).contains(0.7);
    assertThat(BestMethod.of(Map.of("constant.seen.all_steps_mse", 0.2))).isEmpty();
  }

  @Test
  void aModelWorseThanTheTrivialForecastIsSaidToBe() {
    Report report =
        empty.withEvaluation(Map.of("patch_loss", 1.5, "patch_loss_previous_patch", 1.0));
    assertThat(headline(report).sentence())
        .isEqualTo(
            "The model forecasts the next patch with a loss of 1.5, 50% above the better trivial"
                + " forecast (previous patch: 1).");
  }

  @Test
  void documentsAloneMakeASentence() {
    Report report =
        empty.withStages(List.of(SampleReport.stage("corpus", 1, Map.of("documents", 1.0))));
    assertThat(headline(report).sentence()).isEqualTo("1 document went in.");
  }

  @Test
  void nothingKnownIsNothingSaid() {
    assertThat(headline(empty)).isEqualTo(new Headline("", List.of()));
  }

  @Test
  void theRatioIsToTheBetterForecast() {
    Evaluation evaluation = Evaluation.of(SampleReport.full().evaluation());
    assertThat(evaluation.better().orElseThrow().name()).isEqualTo("mean patch");
    assertThat(evaluation.ratio().orElseThrow()).isEqualTo(0.7412 / 1.0312);
    assertThat(evaluation.others()).containsOnlyKeys("bits_per_byte");
  }
}
