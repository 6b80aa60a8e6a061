package io.palimpsest.pipelines.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palimpsest.model.DeviceChoice;
import io.palimpsest.model.attribution.AttributionConfig;
import io.palimpsest.model.attribution.GradientMethod;
import io.palimpsest.model.attribution.Gradients;
import io.palimpsest.model.attribution.Rescaling;
import io.palimpsest.pipelines.config.Config;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttributeStageTest {
  @Test
  void forecastsByAllRescalingsUnlessToldOtherwise() {
    assertThat(config("").attribution())
        .isEqualTo(
            new AttributionConfig(
                GradientMethod.TRACIN_CP, Gradients.FULL, 1, List.of(Rescaling.values())));
  }

  @Test
  void everyKeyCounts() {
    AttributeStage.Config config =
        config(
            "method: tracin_cp, gradients: output-layer, every: 10, rescaling: [fit-runs, none],"
                + " metric: loss, tokenizer: bytes, device: cpu, threads: 3");
    assertThat(config.attribution())
        .isEqualTo(
            new AttributionConfig(
                GradientMethod.TRACIN_CP,
                Gradients.OUTPUT_LAYER,
                10,
                List.of(Rescaling.FIT_RUNS, Rescaling.NONE)));
    assertThat(config.tokenizer()).isEqualTo("bytes");
    assertThat(config.device()).isEqualTo(DeviceChoice.CPU);
    assertThat(config.threads()).isEqualTo(3);
    assertThat(config("method: grad_dot").attribution().method())
        .isEqualTo(GradientMethod.GRAD_DOT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          threads: -1                 | threads is -1; give 0 or more
          every: 0                    | every is 0: it must be 1 or more
          method: grad_dot, every: 10 | grad_dot takes the last checkpoint alone
          rescaling: []               | rescaling is empty: give one or more of none, truth
          rescaling: [some]           | expected a list of none, truth, fit-runs
          metric: bleu                | expected one of loss
          """)
  void refusesValuesOutOfBounds(String keys, String message) {
    assertThatThrownBy(() -> config(keys)).hasMessageContaining(message);
  }

  private static AttributeStage.Config config(String keys) {
    ObjectNode given = (ObjectNode) Config.yaml("{" + keys + "}");
    return Config.bind(AttributeStage.Config.class, given, 7, key -> "").value();
  }
}
