package io.palimpsest.pipelines.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palimpsest.model.finetuning.FinetuningConfig;
import io.palimpsest.model.network.Precision;
import io.palimpsest.pipelines.config.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FinetuneStageTest {
  @Test
  void hasTheModelsDefaults() {
    assertThat(config("").finetuning("rte", 2490)).isEqualTo(FinetuningConfig.defaults("rte", 779));
  }

  @Test
  void everyKeyCounts() {
    FinetuneStage.Config config =
        config(
            "steps: 5, batch-size: 6, accumulation: 2, precision: bfloat16, learning-rate: 0.1,"
                + " warmup: 3, weight-decay: 0.2, clip: 0.5, seed: 9, seeds: 4,"
                + " evaluate-every: 11, patience: 12, train-examples: 13");
    assertThat(config.finetuning("rte", 2490))
        .isEqualTo(
            new FinetuningConfig(
                "rte", 5, 6, 2, Precision.BFLOAT16, 0.1, 3, 0.2, 0.5, 9, 4, 11, 12, 13));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          epochs: 2                      | 100 | 7
          epochs: 0.1                    | 100 | 1
          epochs: 2, train-examples: 40  | 100 | 3
          epochs: 2, train-examples: 400 | 100 | 7
          epochs: 2, steps: 9            | 100 | 9
          """)
  void epochsAreSteps(String keys, long examples, int steps) {
    FinetuningConfig config = config(keys).finetuning("rte", examples);
    assertThat(config.steps()).isEqualTo(steps);
    assertThat(config.warmup()).isEqualTo(steps);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          steps: -1   | steps is -1; give 0 or more
          epochs: 0   | epochs is 0.0; give more than 0
          threads: -1 | threads is -1; give 0 or more
          task: tre   | task is 'tre'; give one of cola
          seeds: 0    | seeds is 0: it must be 1 or more
          warmup: -1  | warmup is -1: it must be from 0 to steps
          """)
  void refusesValuesOutOfBounds(String keys, String message) {
    assertThatThrownBy(() -> config(keys)).hasMessageContaining(message);
  }

  private static FinetuneStage.Config config(String keys) {
    ObjectNode given = JsonNodeFactory.instance.objectNode();
    for (String key : keys.isEmpty() ? new String[0] : keys.split(", ")) {
      String[] nameAndValue = key.split(": ");
      given.set(nameAndValue[0], Config.yaml(nameAndValue[1]));
    }
    return Config.bind(FinetuneStage.Config.class, given, 7, key -> "").value();
  }
}
