package io.palimpsest.model.deviation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.palimpsest.schemas.record.RunRole;
import io.palimpsest.schemas.record.TrainingRun;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExposureTest {
  private static final Map<String, Integer> INDEX = Map.of("a", 0, "b", 1);

  private static TrainingRun run(List<Double> rates) {
    return TrainingRun.newBuilder()
        .setId("run")
        .setSeed(1)
        .setRole(RunRole.FIT)
        .setCurriculum(List.of(List.of("a", "b"), List.of("c"), List.of("b")))
        .setLearningRates(rates)
        .build();
  }

  @Test
  void countsByRateAndForgetsAStepAtATime() {
    double[][] weights = Exposure.of(run(List.of(4.0, 2.0, 1.0)), List.of(1, 3), INDEX, 0.5);
    assertThat(weights[0]).containsExactly(new double[] {1, 1}, within(1e-12));
    assertThat(weights[1]).containsExactly(new double[] {0.25, 0.5}, within(1e-12));
  }

  @Test
  void withoutRatesAllStepsCountAlike() {
    double[][] weights = Exposure.of(run(List.of()), List.of(3), INDEX, 1);
    assertThat(weights[0]).containsExactly(new double[] {1, 2}, within(1e-12));
  }
}
