package io.palimpsest.model.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palimpsest.schemas.InvalidInputException;
import org.junit.jupiter.api.Test;

class ModelConfigTest {

  @Test
  void knowsThePapersSize() {
    assertThat(ModelConfig.preset("pixelgpt"))
        .isEqualTo(new ModelConfig(24, 1024, 16, 2816, 32000, 16, 3, 1024, 10000, 1e-6, true));
  }

  @Test
  void listsThePresetsForAnUnknownName() {
    assertThatThrownBy(() -> ModelConfig.preset("huge"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("model 'huge' is unknown: use one of nano, tiny, small, base, pixelgpt");
  }

  @Test
  void refusesHeadsThatDoNotDivideTheState() {
    assertThatThrownBy(() -> new ModelConfig(1, 30, 4, 8, 0, 16, 3, 8, 10000, 1e-6, true))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("hidden is 30 and heads is 4: hidden must be a multiple of twice the heads");
  }

  @Test
  void refusesNoLayers() {
    assertThatThrownBy(() -> new ModelConfig(0, 32, 4, 8, 0, 16, 3, 8, 10000, 1e-6, true))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("layers is 0: it must be 1 or more");
  }

  @Test
  void hasGptNeoXReadTokensOnlyAndEarlierOnesOnly() {
    Architecture neox = new Architecture.GptNeoX(0.25, true);
    ModelConfig nano = ModelConfig.preset("nano");
    assertThat(nano.reading(300, false, true).of(neox).rotarySize()).isEqualTo(4);
    assertThatThrownBy(() -> nano.of(neox))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("patch-size is 16: a GPT-NeoX network reads tokens only");
    assertThatThrownBy(() -> nano.reading(300, false, false).of(neox))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("causal is false: a GPT-NeoX network sees earlier positions only");
  }

  @Test
  void turnsAnEvenNumberOfAHeadsValues() {
    ModelConfig nano = ModelConfig.preset("nano").reading(300, false, true);
    assertThatThrownBy(() -> nano.of(new Architecture.GptNeoX(0.2, true)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("rotary-share is 0.2, which turns 3 of a head's 16 values");
    assertThatThrownBy(() -> new Architecture.GptNeoX(0, true))
        .hasMessage("rotary-share is 0.0: it must be more than 0 and at most 1");
  }
}
