package io.palimpsest.model.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.palimpsest.model.Torch;
import io.palimpsest.model.loss.AnswerLoss;
import io.palimpsest.model.loss.LanguageLoss;
import io.palimpsest.model.network.ModelConfig;
import io.palimpsest.model.network.Precision;
import io.palimpsest.model.network.Transformer;
import io.palimpsest.model.tokenizer.ByteTokenizer;
import io.palimpsest.schemas.record.ExampleRole;
import io.palimpsest.schemas.record.PromptExample;
import io.palimpsest.schemas.record.TokenSequence;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AnswerPredictionTest {
  private static final ModelConfig MODEL = ModelConfig.preset("nano").reading(258, false, true);

  private final NDManager manager = Torch.newManager();

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void putsPromptAndAnswerBetweenMarkers() {
    TokenSequence tokens = sample("ab", "é").tokens().orElseThrow();
    assertThat(tokens.getTokens()).containsExactly(256, 97, 98, 0xC3, 0xA9, 257);
    assertThat(tokens.getSegments()).containsExactly(2, 2);
    assertThat(tokens.getDocumentId()).isEqualTo("sst-2/train.tsv@3");
    assertThat(tokens.getText()).isEqualTo("abé");
  }

  @Test
  void asksForTheAnswerAndTheEndAlone() {
    Batch batch = batch(sample("ab", "cd"), sample("", "e"), sample("f", ""));
    Batch.Arrays arrays = batch.arrays(manager);
    assertThat(arrays.inputs().tokens().orElseThrow().toLongArray())
        .containsExactly(256, 97, 98, 99, 100, 256, 101, 256, 102);
    assertThat(arrays.tokens().orElseThrow().at().toLongArray()).containsExactly(2, 3, 4, 5, 6, 11);
    assertThat(arrays.tokens().orElseThrow().answers().toLongArray())
        .containsExactly(99, 100, 257, 101, 257, 257);
    assertThat(batch.samples().stream().mapToInt(AnswerPrediction::questions))
        .containsExactly(3, 2, 1);
  }

  @Test
  void hasTheMeanOfEachExamplesQuestionsAsItsLoss() {
    Torch.disableGradients();
    Transformer network = Transformer.initialized(MODEL, 1, Precision.FLOAT32, manager);
    Batch batch = batch(sample("ab", "cd"), sample("a longer prompt", "e"));
    float[] errors =
        LanguageLoss.of(network, batch.arrays(manager)).tokens().orElseThrow().toFloatArray();
    float[] losses = AnswerLoss.of(network, batch, manager).toFloatArray();
    assertThat(losses)
        .containsExactly(
            new float[] {(errors[0] + errors[1] + errors[2]) / 3, (errors[3] + errors[4]) / 2},
            within(1e-6f));
  }

  @Test
  void refusesWhatHasNoPrompt() {
    Sample text = Sequences.texts(1, 5).get(0);
    assertThatThrownBy(() -> batch(text))
        .hasMessage(
            "sequence 0 of document 'doc-0' is no prompt with an answer: make it by AnswerPrediction.sample");
  }

  private static Batch batch(Sample... samples) {
    return new Batch(List.of(samples), MODEL, AnswerPrediction.INSTANCE);
  }

  private static Sample sample(String prompt, String answer) {
    try (ByteTokenizer bytes = new ByteTokenizer()) {
      return AnswerPrediction.sample(
          bytes,
          PromptExample.newBuilder()
              .setId("sst-2/train.tsv@3")
              .setTask("sst-2")
              .setRole(ExampleRole.TRAIN)
              .setPrompt(prompt)
              .setAnswer(answer)
              .build());
    }
  }
}
