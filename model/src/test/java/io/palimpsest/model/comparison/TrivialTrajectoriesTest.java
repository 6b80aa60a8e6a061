package io.palimpsest.model.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.record.ExampleRole;
import io.palimpsest.schemas.record.RunRole;
import io.palimpsest.schemas.record.Trajectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrivialTrajectoriesTest {
  private static final Map<String, RunRole> RUNS =
      Map.of("f1", RunRole.FIT, "f2", RunRole.FIT, "v", RunRole.VALIDATION, "t", RunRole.TEST);
  private static final Map<String, ExampleRole> EXAMPLES =
      Map.of("a", ExampleRole.TEST, "b", ExampleRole.TEST, "new", ExampleRole.TEST_UNSEEN);

  private final List<Trajectory> measured = new ArrayList<>();

  TrivialTrajectoriesTest() {
    measure("f1", 4, 2, 8, 4, 1, 1);
    measure("f2", 4, 1, 8, 3, 1, 9);
    measure("v", 4, 7, 8, 7, 1, 7);
    measure("t", 4, 3, 8, 2, 6, 5);
  }

  @Test
  void constantStaysAsItWas() {
    assertThat(values("constant", "a")).containsExactly(4f, 4f);
    assertThat(values("constant", "new")).containsExactly(6f, 6f);
  }

  @Test
  void aSeenExampleGoesAsInTheRunsOfTheFit() {
    assertThat(values("mean_trajectory", "a")).containsExactly(4f, 1.5f);
    assertThat(values("mean_trajectory", "b")).containsExactly(8f, 3.5f);
  }

  @Test
  void anUnseenExampleChangesAsTheSeenDid() {
    // Changes of -2, -3, -4 and -5.
    assertThat(values("mean_trajectory", "new")).containsExactly(6f, 2.5f);
  }

  @Test
  void onlyTestRunsAreForecast() {
    assertThat(forecasts()).hasSize(6).allMatch(each -> each.getRun().equals("t"));
  }

  @Test
  void namesATrajectoryOfAnotherLength() {
    measured.add(trajectory("f1", "a", 1, 2, 3));

    assertThatThrownBy(this::forecasts)
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "loss of example 'a' in f1 has 3 measurements, others have 2: measure all runs alike");
  }

  @Test
  void somethingMustHaveBeenMeasuredForTheFit() {
    measured.removeIf(each -> each.getRun().startsWith("f"));

    assertThatThrownBy(this::forecasts)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("set fit-runs");
  }

  private List<Float> values(String method, String example) {
    return forecasts().stream()
        .filter(each -> each.getMethod().equals(method) && each.getExample().equals(example))
        .findFirst()
        .orElseThrow()
        .getValues();
  }

  private List<Trajectory> forecasts() {
    return new TrivialTrajectories(RUNS, EXAMPLES, measured).all();
  }

  private void measure(String run, float... values) {
    measured.add(trajectory(run, "a", values[0], values[1]));
    measured.add(trajectory(run, "b", values[2], values[3]));
    measured.add(trajectory(run, "new", values[4], values[5]));
  }

  private static Trajectory trajectory(String run, String example, float... values) {
    List<Integer> steps = new ArrayList<>();
    List<Float> list = new ArrayList<>();
    for (float value : values) {
      steps.add(steps.size());
      list.add(value);
    }
    return Trajectory.newBuilder()
        .setRun(run)
        .setExample(example)
        .setMetric("loss")
        .setSteps(steps)
        .setValues(list)
        .build();
  }
}
