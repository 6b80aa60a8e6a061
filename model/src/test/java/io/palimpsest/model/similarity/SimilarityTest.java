package io.palimpsest.model.similarity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.palimpsest.schemas.InvalidInputException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SimilarityTest {
  private static final List<String> TRAIN =
      List.of("a good film", "a bad film and a bad plot", "music", "good good good music");

  @Test
  void cosineIsOfTheAngleAlone() {
    Map<String, float[]> features =
        Map.of("a", new float[] {2, 0}, "b", new float[] {0, 0}, "x", new float[] {3, 3});
    double[][] found = new Cosine(List.of("a", "b"), List.of("x", "a"), features).scores();
    assertThat(found[0]).containsExactly(new double[] {Math.sqrt(0.5), 1}, within(1e-9));
    assertThat(found[1]).containsExactly(0, 0);
    assertThatThrownBy(() -> new Cosine(List.of("c"), List.of("a"), features).scores())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("'c' has no features");
  }

  /** The formula as it is written, without the factor k₁ + 1 that Lucene leaves out. */
  @Test
  void bm25IsWhatTheFormulaSays() {
    List<String> tests = List.of("good film", "plot", "nothing", "");
    double[][] found = new Bm25(TRAIN, tests).scores();
    for (int i = 0; i < TRAIN.size(); i++) {
      for (int j = 0; j < tests.size(); j++) {
        assertThat(found[i][j]).isCloseTo(expected(TRAIN.get(i), tests.get(j)), within(1e-5));
      }
    }
  }

  private static double expected(String document, String query) {
    double mean = TRAIN.stream().mapToInt(text -> text.split(" ").length).average().orElseThrow();
    double length = document.split(" ").length;
    double sum = 0;
    for (String word : query.split(" ")) {
      double count = count(document, word);
      double documents = TRAIN.stream().filter(text -> count(text, word) > 0).count();
      double idf = Math.log(1 + (TRAIN.size() - documents + 0.5) / (documents + 0.5));
      sum += idf * count / (count + 1.2 * (0.25 + 0.75 * length / mean));
    }
    return sum;
  }

  private static double count(String text, String word) {
    return Arrays.stream(text.split(" ")).filter(word::equals).count();
  }
}
