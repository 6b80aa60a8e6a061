package io.palimpsest.pipelines.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.palimpsest.schemas.record.TrainingStep;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LossCurveTest {
  private static TrainingStep step(int number, float loss) {
    return new TrainingStep(number, loss, 1e-4f, 1f, 0L, 0f, 0L, null, null, 0f);
  }

  private static LossCurve curve(List<TrainingStep> steps) {
    return LossCurve.of(steps, List.of()).orElseThrow();
  }

  @Test
  void noStepsMakeNoCurve() {
    assertThat(LossCurve.of(List.of(), List.of())).isEmpty();
  }

  @Test
  void aShortCurveIsKeptWhole() {
    assertThat(curve(SampleReport.steps(LossCurve.MOST_POINTS)).step())
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, LossCurve.MOST_POINTS).boxed().toList());
  }

  @Test
  void aLongCurveKeepsItsEndsAndItsSpike() {
    List<TrainingStep> steps = new ArrayList<>(SampleReport.steps(50_000));
    steps.set(31_415, step(31_416, 99f));
    LossCurve curve = curve(steps);
    assertThat(curve.step()).hasSize(LossCurve.MOST_POINTS).isSorted().doesNotHaveDuplicates();
    assertThat(curve.step()).startsWith(1).endsWith(50_000).contains(31_416);
    assertThat(curve.loss()).hasSameSizeAs(curve.smoothed()).contains(99f);
  }

  @Test
  void smoothingHasNoBiasTowardsItsStart() {
    LossCurve curve = curve(List.of(step(1, 3f), step(2, 3f), step(3, 3f)));
    assertThat(curve.smoothed()).containsExactly(3f, 3f, 3f);
  }

  @Test
  void aLossThatIsNoNumberLeavesAGap() {
    LossCurve curve = curve(List.of(step(1, Float.NaN), step(2, 2f), step(3, Float.NaN)));
    assertThat(curve.loss()).containsExactly(null, 2f, null);
    assertThat(curve.smoothed()).containsExactly(null, 2f, 2f);
  }

  @Test
  void aMarkThatIsNoNumberIsNotDrawn() {
    List<Evaluation.Score> marks =
        List.of(new Evaluation.Score("a", Double.NaN), new Evaluation.Score("b", 1));
    assertThat(LossCurve.of(SampleReport.steps(3), marks).orElseThrow().marks())
        .containsExactly(marks.get(1));
  }

  @Test
  void stepsAreSorted() {
    List<TrainingStep> steps = new ArrayList<>(SampleReport.steps(20));
    Collections.reverse(steps);
    assertThat(curve(steps).step()).isSorted();
  }
}
