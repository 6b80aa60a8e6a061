package io.palimpsest.model.dynamics;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palimpsest.model.network.Precision;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.record.RunRole;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DynamicsConfigTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0    | 0  | 0  | 1 | 1 | 0  | 1 | 1 | learning-rate is 0.0: it must be more than 0
          NaN  | 0  | 0  | 1 | 1 | 0  | 1 | 1 | learning-rate is NaN: it must be more than 0
          1e-4 | -1 | 0  | 1 | 1 | 0  | 1 | 1 | warmup is -1: it must be 0 or more
          1e-4 | 0  | -1 | 1 | 1 | 0  | 1 | 1 | weight-decay is -1.0: it must be 0 or more
          1e-4 | 0  | 0  | 0 | 1 | 0  | 1 | 1 | clip is 0.0: it must be more than 0
          1e-4 | 0  | 0  | 1 | 0 | 0  | 1 | 1 | evaluate-every is 0: it must be 1 or more
          1e-4 | 0  | 0  | 1 | 1 | -1 | 1 | 1 | decode-every is -1: it must be 0 or more
          1e-4 | 0  | 0  | 1 | 1 | 0  | 0 | 1 | decode-tokens is 0: it must be 1 or more
          1e-4 | 0  | 0  | 1 | 1 | 0  | 1 | 0 | checkpoint-every is 0: it must be 1 or more
          """)
  void refusesWhatIsOutOfBounds(
      double rate,
      int warmup,
      double decay,
      double clip,
      int evaluateEvery,
      int decodeEvery,
      int decodeTokens,
      int checkpointEvery,
      String message) {
    assertThatThrownBy(
            () ->
                new DynamicsConfig(
                    Precision.FLOAT32,
                    rate,
                    warmup,
                    decay,
                    clip,
                    evaluateEvery,
                    decodeEvery,
                    decodeTokens,
                    checkpointEvery))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(message);
  }

  @Test
  void runsAreNumberedByRoleWithSeedsOfTheirOwn() {
    List<RunPlan> plans = RunPlan.all(new RunPlan.Counts(2, 1, 1, 1), 7);

    Assertions.assertThat(plans)
        .containsExactly(
            new RunPlan("run-0000", 7, RunRole.FIT),
            new RunPlan("run-0001", 8, RunRole.FIT),
            new RunPlan("run-0002", 9, RunRole.VALIDATION),
            new RunPlan("run-0003", 10, RunRole.TEST),
            new RunPlan("run-0004", 11, RunRole.TEST_UNSEEN));
  }

  @Test
  void somethingMustBeFitted() {
    assertThatThrownBy(() -> new RunPlan.Counts(0, 1, 1, 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("fit-runs is 0: it must be 1 or more");
  }
}
