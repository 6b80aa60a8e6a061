package io.palimpsest.model.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.record.ExampleRole;
import io.palimpsest.schemas.record.ForecastScore;
import io.palimpsest.schemas.record.RunRole;
import io.palimpsest.schemas.record.Trajectory;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class MethodFiguresTest {
  private static final Offset<Double> EXACT = within(1e-9);

  @Test
  void theFirstMeasurementIsGivenAndDoesNotCount() {
    ForecastScore score = error(List.of(9f, 1f, 2f), List.of(0f, 2f, 4f));

    assertThat(score.getMse()).isEqualTo((1 + 4) / 2.0, EXACT);
    assertThat(score.getMae()).isEqualTo((1 + 2) / 2.0, EXACT);
    assertThat(score.getFinalTruth()).isEqualTo(2);
    assertThat(score.getFinalForecast()).isEqualTo(4);
  }

  @Test
  void figuresAreMeansOverExamplesAndRuns() {
    List<ForecastScore> scores =
        List.of(score("a", "r1", 1, 1, 1), score("b", "r1", 3, 2, 2), score("c", "r1", 8, 3, 0));
    SortedMap<String, Double> figures = MethodFigures.of(scores);

    assertThat(figures.get("gptfluence.seen.all_steps_mse")).isEqualTo(4, EXACT);
    // Of 1, 3 and 8: squares of -3, -1 and 4 over two.
    assertThat(figures.get("gptfluence.seen.all_steps_mse.std"))
        .isEqualTo(Math.sqrt(26 / 2.0), EXACT);
    // Ranks 1, 2, 3 against 2, 3, 1: 1 - 6 (1 + 1 + 4) / (3 · 8).
    assertThat(figures.get("gptfluence.seen.final_step_spearman")).isEqualTo(-0.5, EXACT);
    assertThat(figures.get("gptfluence.seen.forecasts")).isEqualTo(3);
  }

  @Test
  void rankCorrelationsAreMeansOverRuns() {
    List<ForecastScore> scores = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      scores.add(score("e" + i, "r1", 0, i, i));
      scores.add(score("e" + i, "r2", 0, i, -i));
    }
    SortedMap<String, Double> figures = MethodFigures.of(scores);

    assertThat(figures.get("gptfluence.seen.final_step_spearman")).isEqualTo(0, EXACT);
    assertThat(figures.get("gptfluence.seen.final_step_spearman.std"))
        .isEqualTo(Math.sqrt(2), EXACT);
  }

  @Test
  void aForecastWithoutRanksHasNoCorrelation() {
    List<ForecastScore> scores =
        List.of(score("a", "r1", 0, 1, 5), score("b", "r1", 0, 2, 5), score("c", "r1", 0, 3, 5));

    assertThat(MethodFigures.of(scores))
        .doesNotContainKey("gptfluence.seen.final_step_spearman")
        .containsKey("gptfluence.seen.all_steps_mse");
  }

  @Test
  void aForecastThatExplodesIsCounted() {
    List<ForecastScore> scores =
        List.of(
            error(List.of(0f, 1f), List.of(0f, Float.POSITIVE_INFINITY)),
            error(List.of(0f, 1f), List.of(0f, 1f)));
    SortedMap<String, Double> figures = MethodFigures.of(scores);

    assertThat(figures.get("gptfluence.seen.non_finite")).isEqualTo(1);
    assertThat(figures.get("gptfluence.seen.all_steps_mse")).isEqualTo(Double.MAX_VALUE);
  }

  @Test
  void whatIsNewDecidesTheSubset() {
    assertThat(Subset.of(RunRole.TEST, ExampleRole.TEST)).contains(Subset.SEEN);
    assertThat(Subset.of(RunRole.TEST, ExampleRole.TEST_UNSEEN)).contains(Subset.UNSEEN_TEST);
    assertThat(Subset.of(RunRole.TEST_UNSEEN, ExampleRole.TEST)).contains(Subset.UNSEEN_TRAIN);
    assertThat(Subset.of(RunRole.TEST_UNSEEN, ExampleRole.TEST_UNSEEN)).isEmpty();
    assertThat(Subset.of(RunRole.FIT, ExampleRole.TEST)).isEmpty();
  }

  @Test
  void namesAForecastOfOtherSteps() {
    Trajectory truth = trajectory("", List.of(0f, 1f));
    Trajectory forecast = trajectory("gptfluence", List.of(0f, 1f, 2f));

    assertThatThrownBy(() -> TrajectoryError.of(Subset.SEEN, truth, forecast))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("gptfluence forecasts steps [0, 1, 2] of example 'e' in r");
  }

  private static ForecastScore error(List<Float> truth, List<Float> forecast) {
    return TrajectoryError.of(
        Subset.SEEN, trajectory("", truth), trajectory("gptfluence", forecast));
  }

  private static Trajectory trajectory(String method, List<Float> values) {
    List<Integer> steps = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      steps.add(i);
    }
    return Trajectory.newBuilder()
        .setRun("r")
        .setExample("e")
        .setMetric("loss")
        .setMethod(method)
        .setSteps(steps)
        .setValues(values)
        .build();
  }

  private static ForecastScore score(
      String example, String run, double mse, double truth, double forecast) {
    return ForecastScore.newBuilder()
        .setMethod("gptfluence")
        .setSubset("seen")
        .setMetric("loss")
        .setRun(run)
        .setExample(example)
        .setMse(mse)
        .setMae(Math.sqrt(mse))
        .setFinalTruth(truth)
        .setFinalForecast(forecast)
        .build();
  }
}
