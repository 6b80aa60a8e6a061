package io.palimpsest.model.finetuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palimpsest.model.network.Precision;
import io.palimpsest.schemas.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FinetuningConfigTest {
  @Test
  void hasTheDefaults() {
    assertThat(FinetuningConfig.defaults("rte", 600))
        .isEqualTo(
            new FinetuningConfig(
                "rte", 600, 32, 1, Precision.FLOAT32, 1e-4, 100, 0.1, 1, 7, 3, 100, 10, 0));
    assertThat(FinetuningConfig.defaults("rte", 60).warmup()).isEqualTo(60);
  }

  @Test
  void countsSeedsFromTheFirst() {
    assertThat(FinetuningConfig.defaults("rte", 600).allSeeds()).containsExactly(7L, 8L, 9L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          rte | 0  | 8 | 1 | 1e-3 | 0  | 0.1 | 1 | 1 | 1 | 1 | 0  | steps is 0: it must be 1 or more
          rte | 10 | 0 | 1 | 1e-3 | 0  | 0.1 | 1 | 1 | 1 | 1 | 0  | batch-size is 0: it must be 1 or more
          rte | 10 | 8 | 9 | 1e-3 | 0  | 0.1 | 1 | 1 | 1 | 1 | 0  | accumulation is 9: it must be from 1 to batch-size, which is 8
          rte | 10 | 8 | 1 | 0    | 0  | 0.1 | 1 | 1 | 1 | 1 | 0  | learning-rate is 0.0: it must be more than 0
          rte | 10 | 8 | 1 | 1e-3 | 11 | 0.1 | 1 | 1 | 1 | 1 | 0  | warmup is 11: it must be from 0 to steps, which is 10
          rte | 10 | 8 | 1 | 1e-3 | 0  | -1  | 1 | 1 | 1 | 1 | 0  | weight-decay is -1.0: it must be 0 or more
          rte | 10 | 8 | 1 | 1e-3 | 0  | 0.1 | 0 | 1 | 1 | 1 | 0  | clip is 0.0: it must be more than 0
          rte | 10 | 8 | 1 | 1e-3 | 0  | 0.1 | 1 | 0 | 1 | 1 | 0  | seeds is 0: it must be 1 or more
          rte | 10 | 8 | 1 | 1e-3 | 0  | 0.1 | 1 | 1 | 0 | 1 | 0  | evaluate-every is 0: it must be 1 or more
          rte | 10 | 8 | 1 | 1e-3 | 0  | 0.1 | 1 | 1 | 1 | 0 | 0  | patience is 0: it must be 1 or more
          rte | 10 | 8 | 1 | 1e-3 | 0  | 0.1 | 1 | 1 | 1 | 1 | -1 | train-examples is -1: it must be 0 or more
          tre | 10 | 8 | 1 | 1e-3 | 0  | 0.1 | 1 | 1 | 1 | 1 | 0  | task is 'tre'; give one of cola, sst-2, mrpc, sts-b, qqp, mnli, qnli, rte, wnli, xnli
          """)
  void refusesValuesOutOfBounds(
      String task,
      int steps,
      int batch,
      int parts,
      double rate,
      int warmup,
      double decay,
      double clip,
      int seeds,
      int every,
      int patience,
      int examples,
      String message) {
    assertThatThrownBy(
            () ->
                new FinetuningConfig(
                    task,
                    steps,
                    batch,
                    parts,
                    Precision.FLOAT32,
                    rate,
                    warmup,
                    decay,
                    clip,
                    7,
                    seeds,
                    every,
                    patience,
                    examples))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(message);
  }
}
