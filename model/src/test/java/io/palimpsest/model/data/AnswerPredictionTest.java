package io.palimpsest.model.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palimpsest.model.network.ModelConfig;
import io.palimpsest.model.tokenizer.ByteTokenizer;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.record.ExampleRole;
import io.palimpsest.schemas.record.PromptExample;
import org.junit.jupiter.api.Test;

class AnswerPredictionTest {
  private final ByteTokenizer tokenizer = new ByteTokenizer();

  @Test
  void asksForTheAnswersTokensAndTheEnd() {
    Rows rows = new Rows(ModelConfig.preset("nano").reading(258, false, true));
    Sample sample = AnswerPrediction.sample(tokenizer, example("ab", "xy"));
    rows.begin(sample);
    AnswerPrediction.INSTANCE.layOut(sample, rows);
    rows.end();

    assertThat(rows.tokens()).containsExactly(tokenizer.bos(), 'a', 'b', 'x', 'y');
    assertThat(rows.tokensAsked().at()).containsExactly(2, 3, 4);
    assertThat(rows.tokensAsked().answers()).containsExactly('x', 'y', tokenizer.eos());
  }

  @Test
  void anEmptyPromptIsAnswered() {
    Rows rows = new Rows(ModelConfig.preset("nano").reading(258, false, true));
    Sample sample = AnswerPrediction.sample(tokenizer, example("", "x"));
    rows.begin(sample);
    AnswerPrediction.INSTANCE.layOut(sample, rows);
    rows.end();

    assertThat(rows.tokensAsked().at()).containsExactly(0, 1);
  }

  @Test
  void segmentsAreThePromptsAndTheAnswersTokens() {
    Sample sample = AnswerPrediction.sample(tokenizer, example("abc", "x"));

    assertThat(sample.tokens().orElseThrow().getSegments()).containsExactly(3, 1);
    assertThat(sample.documentId()).isEqualTo("one");
  }

  @Test
  void refusesAnEmptyAnswer() {
    assertThatThrownBy(() -> AnswerPrediction.sample(tokenizer, example("ab", "")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("example 'one' has an empty answer; give it one");
  }

  private static PromptExample example(String prompt, String answer) {
    return PromptExample.newBuilder()
        .setId("one")
        .setTask("sst-2")
        .setRole(ExampleRole.TEST)
        .setPrompt(prompt)
        .setAnswer(answer)
        .build();
  }
}
