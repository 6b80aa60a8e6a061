package io.palimpsest.transforms.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import io.palimpsest.schemas.record.LabeledExample;
import org.junit.jupiter.api.Test;

class WordFeaturesTest {
  private final WordFeatures words = new WordFeatures();

  @Test
  void aSentenceHasItsWordsAndTheirNeighbours() {
    assertThat(words.of(new LabeledExample("x", "It's GOOD, it's 5!", null, null)))
        .containsExactly(
            "always", "a it's", "a good", "a it's good", "a good it's", "a 5", "a it's 5");
  }

  @Test
  void aPairHasItsSentencesApartAndWhatTheyShare() {
    assertThat(words.of(new LabeledExample("x", "Élan vital", "No ÉLAN", null)))
        .containsExactly(
            "always",
            "a élan",
            "a vital",
            "a élan vital",
            "b no",
            "b élan",
            "b no élan",
            "both élan");
  }

  @Test
  void chineseIsCutIntoWords() {
    assertThat(words.of(new LabeledExample("x", "我们谈得很好。", null, null)))
        .contains("a 我们")
        .noneMatch(feature -> feature.contains("。"));
  }

  @Test
  void aTextWithoutWordsHasTheConstantAlone() {
    assertThat(words.of(new LabeledExample("x", "?!", null, null))).containsExactly("always");
  }
}
