package io.palimpsest.model.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.record.ExampleRole;
import io.palimpsest.schemas.record.PromptExample;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PromptChoiceTest {
  private static final PromptTask SST = PromptTasks.named("sst-2");
  private static final PromptTask WMT = PromptTasks.named("wmt-de-en");

  @Test
  void theOrderOfAdditionDoesNotCount() {
    List<Integer> order = new ArrayList<>(IntStream.range(0, 200).boxed().toList());
    List<PromptExample> first = choose(config(20, 10, 7), order, 50).examples();
    Collections.shuffle(order, new Random(3));
    assertThat(choose(config(20, 10, 7), order, 50).examples()).isEqualTo(first);
    assertThat(choose(config(20, 10, 8), order, 50).examples()).isNotEqualTo(first);
  }

  @Test
  void rolesAreDisjointAndTestsAreOfDevelopmentFilesWhileTheyLast() {
    List<PromptExample> all =
        choose(config(20, 10, 7), IntStream.range(0, 60).boxed().toList(), 12).examples();
    assertThat(all).hasSize(60).extracting(PromptExample::getPrompt).doesNotHaveDuplicates();
    assertThat(ids(all, ExampleRole.TRAIN)).hasSize(20).allMatch(id -> id.startsWith("train"));
    assertThat(ids(all, ExampleRole.TRAIN_UNSEEN)).hasSize(20);
    assertThat(ids(all, ExampleRole.TEST)).hasSize(10).allMatch(id -> id.startsWith("dev"));
    assertThat(ids(all, ExampleRole.TEST_UNSEEN))
        .hasSize(10)
        .areExactly(2, new org.assertj.core.api.Condition<>(id -> id.startsWith("dev"), "dev"));
  }

  @Test
  void moreToTrainOnLeavesTheTestsAsTheyAre() {
    List<Integer> all = IntStream.range(0, 200).boxed().toList();
    List<PromptExample> few = choose(config(20, 10, 7), all, 0).examples();
    List<PromptExample> many = choose(config(70, 10, 7), all, 0).examples();
    assertThat(ids(many, ExampleRole.TEST)).isEqualTo(ids(few, ExampleRole.TEST));
    assertThat(ids(many, ExampleRole.TRAIN)).containsAll(ids(few, ExampleRole.TRAIN));
  }

  @Test
  void longOnesBlankOnesAndDuplicatesAreCounted() {
    PromptChoice choice = new PromptChoice(new PromptConfig(2, 0, 1, 0, 40, 0, 7), List.of(SST));
    for (int i = 0; i < 3; i++) {
      choice.addTraining(SST, sst("a@" + i, "text " + i, "1"));
      choice.addTraining(SST, sst("b@" + i, "text " + i, "0"));
    }
    // "Review: ", "\nSentiment:" and " positive" have 28 bytes.
    choice.addTraining(SST, sst("c@0", "ä".repeat(6), "1"));
    choice.addTraining(SST, sst("c@1", "ä".repeat(7), "1"));
    choice.addTraining(SST, Optional.empty());
    Map<String, Double> figures = choice.draw().figures();
    assertThat(figures)
        .containsEntry("passed_over", 2.0)
        .containsEntry("duplicates", 3.0)
        .containsEntry("train_examples", 2.0)
        .containsEntry("test_examples", 1.0)
        .containsEntry("test_unseen_examples", 0.0)
        .containsEntry("flipped", 0.0);
  }

  @Test
  void tooFewSaysHowManyThereAre() {
    assertThatThrownBy(() -> choose(config(20, 10, 7), IntStream.range(0, 45).boxed().toList(), 3))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("test-examples is 10, but only 8 examples are left for it (60")
        .hasMessageContaining(
            "sst-2 has 45 examples in its training files and 3 in its development")
        .hasMessageContaining("raise max-bytes, or name more files");
  }

  @Test
  void aShareOfTheLabelsToTrainOnIsFlipped() {
    List<Integer> all = IntStream.range(0, 200).boxed().toList();
    List<PromptExample> right = choose(config(20, 10, 7), all, 0).examples();
    PromptChoice.Chosen flips = choose(new PromptConfig(20, 20, 10, 10, 400, 0.4, 7), all, 0);
    assertThat(flips.figures()).containsEntry("flipped", 8.0);
    Set<String> changed = new HashSet<>();
    for (int i = 0; i < right.size(); i++) {
      PromptExample flipped = flips.examples().get(i);
      assertThat(flipped.getId()).isEqualTo(right.get(i).getId());
      assertThat(flipped.getAnswer().equals(right.get(i).getAnswer()))
          .isEqualTo(!flipped.getFlipped());
      if (flipped.getFlipped()) {
        assertThat(flipped.getRole()).isEqualTo(ExampleRole.TRAIN);
        assertThat(SST.choices()).contains(flipped.getAnswer());
        changed.add(flipped.getId());
      }
    }
    assertThat(changed).hasSize(8);
  }

  @Test
  void tasksTakeTurnsAndOnlyLabelsAreFlipped() {
    PromptChoice choice =
        new PromptChoice(new PromptConfig(10, 10, 10, 4, 400, 1, 7), List.of(SST, WMT));
    for (int i = 0; i < 50; i++) {
      choice.addTraining(SST, sst("sst@" + i, "text " + i, "1"));
    }
    for (int i = 0; i < 12; i++) {
      choice.addTraining(
          WMT, WMT.example("wmt@" + i, Map.of("de", "Satz " + i, "en", "Text " + i), List.of()));
    }
    PromptChoice.Chosen chosen = choice.draw();
    assertThat(chosen.figures())
        .containsEntry("wmt-de-en.examples", 12.0)
        .containsEntry("sst-2.examples", 22.0)
        .containsEntry("flipped", 5.0);
    assertThat(chosen.examples().stream().filter(PromptExample::getFlipped))
        .allMatch(example -> example.getTask().equals("sst-2"));
    assertThatThrownBy(
            () -> new PromptChoice(new PromptConfig(1, 0, 1, 0, 9, 0.1, 7), List.of(WMT)))
        .hasMessageContaining("flip-labels is 0.1, but wmt-de-en has no labels");
  }

  @Test
  void valuesOutOfBoundsAreNamed() {
    assertThatThrownBy(() -> new PromptConfig(0, 0, 1, 0, 9, 0, 7))
        .hasMessage("train-examples is 0: it must be 1 or more");
    assertThatThrownBy(() -> new PromptConfig(1, 0, 1, 0, 0, 0, 7))
        .hasMessage("max-bytes is 0: it must be 1 or more");
    assertThatThrownBy(() -> new PromptConfig(1, 0, 1, 0, 9, 1.5, 7))
        .hasMessage("flip-labels is 1.5; give a fraction from 0 to 1");
  }

  private static PromptConfig config(int train, int test, long seed) {
    return new PromptConfig(train, 20, test, 10, 400, 0, seed);
  }

  private static PromptChoice.Chosen choose(PromptConfig config, List<Integer> rows, int dev) {
    PromptChoice choice = new PromptChoice(config, List.of(SST));
    rows.forEach(i -> choice.addTraining(SST, sst("train@" + i, "text " + i, "" + i % 2)));
    for (int i = 0; i < dev; i++) {
      choice.addDevelopment(SST, sst("dev@" + i, "other " + i, "" + i % 2));
    }
    return choice.draw();
  }

  private static Optional<PromptExample> sst(String id, String sentence, String label) {
    return SST.example(id, Map.of("sentence", sentence, "label", label), List.of());
  }

  private static List<String> ids(List<PromptExample> examples, ExampleRole role) {
    return examples.stream()
        .filter(example -> example.getRole() == role)
        .map(PromptExample::getId)
        .toList();
  }
}
