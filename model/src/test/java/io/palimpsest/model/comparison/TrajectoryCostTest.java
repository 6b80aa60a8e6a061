package io.palimpsest.model.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TrajectoryCostTest {
  @Test
  void operationsInAllAreSharedByTheTrajectories() {
    assertThat(
            TrajectoryCost.of(
                "tracin_cp",
                Map.of("seconds_per_trajectory", 2.5, "operations", 6e9, "trajectories", 3.0)))
        .containsOnly(
            Map.entry("tracin_cp.seconds_per_trajectory", 2.5),
            Map.entry("tracin_cp.operations_per_trajectory", 2e9));
  }

  @Test
  void operationsOfATrajectoryGoBeforeThoseInAll() {
    assertThat(
            TrajectoryCost.of(
                "m", Map.of("flops_per_trajectory", 7.0, "operations", 6e9, "trajectories", 3.0)))
        .containsOnly(Map.entry("m.operations_per_trajectory", 7.0));
  }

  @Test
  void whatIsNotKnownIsLeftOut() {
    assertThat(TrajectoryCost.of("m", Map.of("operations", 1.0, "records", 3.0))).isEmpty();
  }
}
