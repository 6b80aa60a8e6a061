package io.palimpsest.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palimpsest.model.network.ModelConfig;
import io.palimpsest.model.network.Precision;
import io.palimpsest.schemas.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PretrainingConfigTest {
  private static final ModelConfig TINY = ModelConfig.preset("tiny").reading(0, true, true);

  @Test
  void hasTheDefaults() {
    assertThat(PretrainingConfig.defaults("tiny", 600, 7))
        .isEqualTo(
            new PretrainingConfig(
                TINY, 600, 16, 1, Precision.FLOAT32, 3e-3, 30, 0.1, 1.0, 7, 200, 10));
  }

  @Test
  void hasDefaultsForEveryPreset() {
    assertThat(ModelConfig.names())
        .allSatisfy(
            name -> assertThat(PretrainingConfig.defaults(name, 1, 7).steps()).isEqualTo(1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0  | 16 | 1e-3 | 0  | 0.1  | 1 | 1 | steps is 0: it must be 1 or more
          10 | 0  | 1e-3 | 0  | 0.1  | 1 | 1 | batch-size is 0: it must be 1 or more
          10 | 16 | 0    | 0  | 0.1  | 1 | 1 | learning-rate is 0.0: it must be more than 0
          10 | 16 | 1e-3 | 11 | 0.1  | 1 | 1 | warmup is 11: it must be from 0 to steps, which is 10
          10 | 16 | 1e-3 | 0  | -0.1 | 1 | 1 | weight-decay is -0.1: it must be 0 or more
          10 | 16 | 1e-3 | 0  | 0.1  | 0 | 1 | clip is 0.0: it must be more than 0
          10 | 16 | 1e-3 | 0  | 0.1  | 1 | 0 | checkpoint-every is 0: it must be 1 or more
          """)
  void refusesValuesOutOfBounds(
      int steps,
      int batch,
      double rate,
      int warmup,
      double decay,
      double clip,
      int every,
      String message) {
    assertThatThrownBy(
            () ->
                new PretrainingConfig(
                    TINY,
                    steps,
                    batch,
                    1,
                    Precision.FLOAT32,
                    rate,
                    warmup,
                    decay,
                    clip,
                    7,
                    every,
                    10))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(message);
  }
}
