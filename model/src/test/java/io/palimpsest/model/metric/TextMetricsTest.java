package io.palimpsest.model.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against what {@code src/test/python/make_text_metric_fixture.py} found. */
class TextMetricsTest {
  @ParameterizedTest
  @MethodSource("cases")
  void valuesAreThoseOfSacrebleuAndRougeScore(JsonNode fixture) {
    String text = fixture.path("text").asText();
    List<String> references =
        StreamSupport.stream(fixture.path("references").spliterator(), false)
            .map(JsonNode::asText)
            .toList();
    assertThat(Bleu.score(text, references))
        .as("BLEU")
        .isCloseTo(fixture.path("bleu").doubleValue(), within(1e-9));
    assertThat(RougeL.score(text, references))
        .as("ROUGE-L")
        .isCloseTo(fixture.path("rouge_l").doubleValue(), within(1e-9));
  }

  @Test
  void aReferenceIsNeeded() {
    assertThatThrownBy(() -> Bleu.score("a", List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> RougeL.score("a", List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  static Stream<JsonNode> cases() throws IOException {
    try (InputStream in = TextMetricsTest.class.getResourceAsStream("/text-metrics.json")) {
      JsonNode cases = new ObjectMapper().readTree(in);
      assertThat(cases).hasSizeGreaterThan(40);
      return StreamSupport.stream(cases.spliterator(), false);
    }
  }
}
