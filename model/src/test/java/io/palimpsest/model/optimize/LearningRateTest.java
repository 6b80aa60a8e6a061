package io.palimpsest.model.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.palimpsest.model.Parity;
import org.junit.jupiter.api.Test;

class LearningRateTest {

  @Test
  void warmsUpAndFallsAsPyTorchsSchedulers() throws Exception {
    LearningRate rate = new LearningRate(0.3, 5, 20);
    float[] expected = new Parity().floats("rates");
    for (int step = 1; step <= 20; step++) {
      assertThat(rate.at(step)).isCloseTo(expected[step - 1], within(1e-7));
    }
  }

  @Test
  void endsAtATenthOfThePeak() {
    assertThat(new LearningRate(0.3, 0, 20).at(20)).isCloseTo(0.03, within(1e-12));
  }

  @Test
  void peaksInTheLastStepOfAWarmUpThatFillsTheRun() {
    assertThat(new LearningRate(0.3, 20, 20).at(20)).isEqualTo(0.3);
  }
}
