package io.palimpsest.model.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.record.PromptExample;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PromptTasksTest {
  @Test
  void sst2() {
    requirePrompt(
        "sst-2",
        Map.of("sentence", "a joy . ", "label", "1"),
        "Review: a joy .\nSentiment:",
        " positive");
    requirePrompt(
        "sst-2", Map.of("sentence", "dull", "label", "0"), "Review: dull\nSentiment:", " negative");
  }

  @Test
  void rte() {
    requirePrompt(
        "rte",
        Map.of(
            "index",
            "3",
            "sentence1",
            "It rains $5.",
            "sentence2",
            "It is wet.",
            "label",
            "entailment"),
        "It rains $5.\nQuestion: It is wet. True or false?\nAnswer:",
        " true");
  }

  @Test
  void boolqHasEitherFieldAndSpelling() {
    String prompt = "Rain -- It falls.\nQuestion: is rain wet?\nAnswer:";
    for (String field : List.of("answer", "label")) {
      Map<String, String> labels = Map.of("true", " yes", "1", " yes", "false", " no", "0", " no");
      labels.forEach(
          (label, answer) ->
              requirePrompt(
                  "boolq",
                  Map.of("passage", "Rain -- It falls.", "question", "is rain wet", field, label),
                  prompt,
                  answer));
    }
  }

  @Test
  void freeTextIsItsOwnReference() {
    PromptExample translation =
        requirePrompt(
            "wmt-de-en",
            Map.of("de", "Es regnet.", "en", "It rains."),
            "German: Es regnet.\nEnglish:",
            " It rains.");
    assertThat(translation.getReferences()).containsExactly(" It rains.");
    PromptExample text =
        PromptTasks.named("webnlg")
            .example(
                "a@1",
                Map.of("triples", "A | b | C", "text", "A is C."),
                List.of("A is C.", "", "C it is. "))
            .orElseThrow();
    assertThat(text.getPrompt()).isEqualTo("Facts: A | b | C\nText:");
    assertThat(text.getAnswer()).isEqualTo(" A is C.");
    assertThat(text.getReferences()).containsExactly(" A is C.", " C it is.");
  }

  @Test
  void aBlankInputLeavesItsLineOut() {
    requirePrompt(
        "instructions",
        Map.of("instruction", "Sing.", "input", "", "output", "La"),
        "Sing.\nAnswer:",
        " La");
    requirePrompt(
        "instructions",
        Map.of("instruction", "Add.", "input", "1\n2", "output", "3"),
        "Add.\n1\n2\nAnswer:",
        " 3");
  }

  @Test
  void whatIsBlankIsNoExample() {
    PromptTask task = PromptTasks.named("wmt-de-en");
    assertThat(task.example("a@1", Map.of("de", " ", "en", "It rains."), List.of())).isEmpty();
    assertThat(task.example("a@1", Map.of("de", "Es regnet.", "en", ""), List.of())).isEmpty();
  }

  @Test
  void fieldsThatAreMissingAndLabelsThatAreNoneAreNamed() {
    refused(
        "sst-2",
        Map.of("sentence", "fine", "label", "2"),
        "label '2' of a@1 is none of task sst-2, which are 0, 1");
    refused(
        "sst-2",
        Map.of("text", "fine"),
        "a@1 has no field 'sentence' but 'text'; task sst-2 needs it");
    refused(
        "boolq", Map.of("passage", "a", "question", "b"), "has no field 'answer' or 'label' but");
    assertThatThrownBy(() -> PromptTasks.named("sst2"))
        .hasMessage(
            "task is 'sst2'; give one of sst-2, rte, boolq, webnlg, wmt-de-en, instructions, continuation, or mix for several");
  }

  private static void refused(String task, Map<String, String> fields, String message) {
    assertThatThrownBy(() -> PromptTasks.named(task).example("a@1", fields, List.of()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }

  private static PromptExample requirePrompt(
      String task, Map<String, String> fields, String prompt, String answer) {
    PromptExample example = PromptTasks.named(task).example("a@1", fields, List.of()).orElseThrow();
    assertThat(example.getPrompt()).isEqualTo(prompt);
    assertThat(example.getAnswer()).isEqualTo(answer);
    assertThat(example.getTask()).isEqualTo(task);
    assertThat(example.getReferences()).hasSize(PromptTasks.named(task).isClassification() ? 0 : 1);
    return example;
  }
}
