package io.palimpsest.transforms.prompting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentFieldsTest {
  @ParameterizedTest
  @ValueSource(ints = {18, 19, 100})
  void theFirstWordsAndThoseBehindThem(int words) {
    Map<String, String> fields = DocumentFields.of(words(0, words));
    assertThat(fields)
        .containsOnly(
            Map.entry("beginning", words(0, 12)), Map.entry("continuation", " " + words(12, 18)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 11, 12, 13, 17})
  void tooFewAreBlank(int words) {
    assertThat(DocumentFields.of(words(0, words)))
        .containsOnly(Map.entry("beginning", ""), Map.entry("continuation", ""));
  }

  private static String words(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "w" + i).collect(Collectors.joining(" "));
  }

  @Test
  void wordsMayBeOfAnyScript() {
    String text = "слово ".repeat(24).strip();
    assertThat(DocumentFields.of(text).get("continuation")).isEqualTo(" слово".repeat(6));
  }
}
