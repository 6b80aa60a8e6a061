package io.palimpsest.model.deviation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.record.RunRole;
import io.palimpsest.schemas.record.TrainingRun;
import io.palimpsest.schemas.record.Trajectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeviationSimulatorTest {
  private static final LinearRuns WORLD = new LinearRuns(12, 3);
  private static final DeviationSimulator SIMULATOR = fit(WORLD);

  private static DeviationSimulator fit(LinearRuns world) {
    return DeviationSimulator.fit(world.runs, world.examples, world.measured, Map.of());
  }

  private static List<TrainingRun> tested() {
    return WORLD.runs.stream().filter(run -> run.getRole() == RunRole.TEST).toList();
  }

  private static List<Trajectory> forecast(TrainingRun run) {
    return SIMULATOR.forecast(run, WORLD.byId(), WORLD.of(run));
  }

  @Test
  void recoversALinearLawForSeenAndUnseenTests() {
    for (TrainingRun run : tested()) {
      List<Trajectory> truth = WORLD.of(run);
      List<Trajectory> forecast = forecast(run);
      for (int test = 0; test < truth.size(); test++) {
        for (int m = 0; m < LinearRuns.STEPS.size(); m++) {
          assertThat(forecast.get(test).getValues().get(m))
              .as("%s at %d", truth.get(test).getExample(), m)
              .isCloseTo(truth.get(test).getValues().get(m), within(0.01f));
        }
      }
    }
  }

  @Test
  void leavesLittleOfWhatTheMeanLeaves() {
    assertThat(SIMULATOR.config().error()).isLessThan(SIMULATOR.config().meanError() / 50);
  }

  @Test
  void contributionsAreWhatARunWithoutTheExampleLacks() {
    TrainingRun run = tested().get(0);
    double[][] found = SIMULATOR.contributions(run, WORLD.byId(), WORLD.of(run));
    List<Trajectory> with = forecast(run);
    List<String> trained = DeviationSimulator.trained(run);
    for (int example : List.of(0, 17, 39)) {
      List<Trajectory> without =
          SIMULATOR.forecast(without(run, trained.get(example)), WORLD.byId(), WORLD.of(run));
      for (int test = 0; test < with.size(); test++) {
        float difference = last(with.get(test)) - last(without.get(test));
        assertThat(found[example][test]).isCloseTo(difference, within(1e-5));
      }
    }
  }

  private static float last(Trajectory trajectory) {
    return trajectory.getValues().get(trajectory.getValues().size() - 1);
  }

  private static TrainingRun without(TrainingRun run, String example) {
    List<List<String>> curriculum = new ArrayList<>();
    for (List<String> batch : run.getCurriculum()) {
      curriculum.add(batch.stream().filter(id -> !id.equals(example)).toList());
    }
    return TrainingRun.newBuilder(run).setCurriculum(curriculum).build();
  }

  @Test
  void aKeptConfigurationGivesTheSameForecasts() {
    DeviationSimulator again =
        DeviationSimulator.of(
            SIMULATOR.config(), WORLD.runs, WORLD.examples, WORLD.measured, Map.of());
    TrainingRun run = tested().get(1);
    assertThat(again.forecast(run, WORLD.byId(), WORLD.of(run))).isEqualTo(forecast(run));
  }

  @Test
  void withTwoRunsItIsTheMean() {
    LinearRuns two = new LinearRuns(2, 1);
    DeviationSimulator simulator = fit(two);
    TrainingRun run = two.runs.get(2);
    Trajectory forecast = simulator.forecast(run, two.byId(), two.of(run)).get(0);
    float mean = (last(two.of(two.runs.get(0)).get(0)) + last(two.of(two.runs.get(1)).get(0))) / 2;
    assertThat(last(forecast)).isCloseTo(mean, within(1e-6f));
  }

  @Test
  void namesWhatIsMissing() {
    TrainingRun run = tested().get(0);
    assertThatThrownBy(() -> SIMULATOR.forecast(run, Map.of(), WORLD.of(run)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("has no text");
    Trajectory other =
        Trajectory.newBuilder(WORLD.of(run).get(0)).setSteps(List.of(0, 1, 2, 3, 4, 5)).build();
    assertThatThrownBy(() -> SIMULATOR.forecast(run, WORLD.byId(), List.of(other)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("measurements at steps [0, 1, 2, 3, 4, 5]");
    assertThatThrownBy(
            () -> DeviationSimulator.fit(WORLD.runs, WORLD.examples, List.of(other), Map.of()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("has no trajectory of example");
    assertThatThrownBy(
            () -> DeviationSimulator.fit(tested(), WORLD.examples, WORLD.measured, Map.of()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("0 runs");
  }
}
