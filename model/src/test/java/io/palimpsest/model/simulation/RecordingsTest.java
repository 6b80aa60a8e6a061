package io.palimpsest.model.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.record.RunRole;
import io.palimpsest.schemas.record.TrainingRun;
import io.palimpsest.schemas.record.Trajectory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordingsTest {
  private static final TrainingRun RUN =
      TrainingRun.newBuilder()
          .setId("one")
          .setSeed(1)
          .setRole(RunRole.FIT)
          .setCurriculum(List.of(List.of("a", "b"), List.of("b", "c"), List.of("c", "a")))
          .build();

  private static Trajectory trajectory(String example, List<Integer> steps, Float... values) {
    return Trajectory.newBuilder()
        .setRun("one")
        .setExample(example)
        .setMetric("loss")
        .setSteps(steps)
        .setValues(List.of(values))
        .build();
  }

  private static Recordings of(Trajectory... measured) {
    return Recordings.of(List.of(RUN), List.of("x", "y"), List.of(measured));
  }

  @Test
  void joinsTheBatchesBetweenTwoMeasurements() {
    Recordings found =
        of(
            trajectory("y", List.of(0, 2, 3), 4f, 5f, 6f),
            trajectory("x", List.of(0, 2, 3), 1f, 2f, 3f));
    Recordings.Run run = found.runs().get(0);
    assertThat(found.trained()).containsExactly("a", "b", "c");
    assertThat(run.batches()).isDeepEqualTo(new int[][] {{0, 1, 1, 2}, {2, 0}});
    assertThat(run.values()).isDeepEqualTo(new float[][] {{1, 4}, {2, 5}, {3, 6}});
  }

  @Test
  void namesWhatIsMissingOrUnequal() {
    Trajectory x = trajectory("x", List.of(0, 1), 1f, 2f);
    assertThatThrownBy(() -> of(x))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("run 'one' has no trajectory of example 'y'");
    assertThatThrownBy(() -> of(x, trajectory("y", List.of(0, 2), 1f, 2f)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("example 'y' in run 'one' has 2 values at steps [0, 2]");
  }

  @ParameterizedTest
  @CsvSource({"1,2", "0,4", "2,1", "0,0"})
  void namesStepsOutOfOrder(int first, int second) {
    List<Integer> steps = List.of(first, second);
    assertThatThrownBy(() -> of(trajectory("x", steps, 1f, 2f), trajectory("y", steps, 1f, 2f)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("they must ascend from 0 to at most the run's 3");
  }

  @Test
  void namesWhatIsNoNumber() {
    List<Integer> steps = List.of(0, 2);
    assertThatThrownBy(
            () -> of(trajectory("x", steps, 1f, 2f), trajectory("y", steps, 1f, Float.NaN)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("example 'y' in run 'one' is NaN at step 2");
  }
}
