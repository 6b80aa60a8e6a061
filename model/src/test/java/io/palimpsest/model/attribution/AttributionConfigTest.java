package io.palimpsest.model.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palimpsest.schemas.InvalidInputException;
import java.util.List;
import org.junit.jupiter.api.Test;

class AttributionConfigTest {
  private static final List<Rescaling> NONE = List.of(Rescaling.NONE);

  @Test
  void labelsDifferWhereverForecastsDo() {
    assertThat(label(GradientMethod.TRACIN_CP, Gradients.FULL, 1, Rescaling.NONE))
        .isEqualTo("tracin_cp");
    assertThat(label(GradientMethod.TRACIN_CP, Gradients.FULL, 1, Rescaling.TRUTH))
        .isEqualTo("tracin_cp_truth");
    assertThat(label(GradientMethod.TRACIN_CP, Gradients.OUTPUT_LAYER, 10, Rescaling.FIT_RUNS))
        .isEqualTo("tracin_cp_output_every10_fit");
    assertThat(label(GradientMethod.GRAD_DOT, Gradients.OUTPUT_LAYER, 1, Rescaling.FIT_RUNS))
        .isEqualTo("grad_dot_output_fit");
  }

  private static String label(
      GradientMethod method, Gradients gradients, int every, Rescaling rescaling) {
    return new AttributionConfig(method, gradients, every, NONE).label(rescaling);
  }

  @Test
  void refusesWhatIsOutOfBounds() {
    refuses(GradientMethod.TRACIN_CP, 0, NONE, "every is 0: it must be 1 or more");
    refuses(
        GradientMethod.GRAD_DOT,
        10,
        NONE,
        "every is 10, but grad_dot takes the last checkpoint alone: leave every out");
    refuses(
        GradientMethod.TRACIN_CP,
        1,
        List.of(),
        "rescaling is empty: give one or more of none, truth, fit-runs");
    refuses(
        GradientMethod.TRACIN_CP,
        1,
        List.of(Rescaling.NONE, Rescaling.NONE),
        "rescaling is [NONE, NONE]: give each but once");
  }

  private static void refuses(
      GradientMethod method, int every, List<Rescaling> rescalings, String message) {
    assertThatThrownBy(() -> new AttributionConfig(method, Gradients.FULL, every, rescalings))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(message);
  }
}
