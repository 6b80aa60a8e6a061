package io.palimpsest.model.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against what {@code src/test/python/make_metric_fixture.py} found. */
class MetricTest {
  @ParameterizedTest
  @MethodSource("cases")
  void valuesAreThoseOfScikitLearnAndSciPy(JsonNode fixture) {
    double[] expected = values(fixture.path("expected"));
    double[] predicted = values(fixture.path("predicted"));
    assertThat(fixture.path("scores").size()).isPositive();
    for (Map.Entry<String, JsonNode> each : fixture.path("scores").properties()) {
      Metric metric = Metric.valueOf(each.getKey().toUpperCase(Locale.ROOT));
      double wanted = each.getValue().isNull() ? 0 : each.getValue().doubleValue();
      assertThat(metric.score(expected, predicted))
          .as(fixture.path("name").asText() + " " + metric.id())
          .isCloseTo(wanted, within(1e-12));
    }
  }

  @Test
  void aSingleValueHasNoCorrelation() {
    assertThat(Metric.PEARSON.score(new double[] {1}, new double[] {2})).isZero();
    assertThat(Metric.SPEARMAN.score(new double[] {1}, new double[] {2})).isZero();
  }

  @Test
  void constantNumbersHaveNoCorrelationWhateverTheirRounding() {
    double[] constant = new double[49];
    Arrays.fill(constant, 0.1);
    double[] others = IntStream.range(0, 49).mapToDouble(i -> i * 0.3).toArray();
    assertThat(Metric.PEARSON.score(others, constant)).isZero();
    assertThat(Metric.SPEARMAN.score(constant, others)).isZero();
  }

  @Test
  void manyExamplesDoNotOverflow() {
    double[] expected = new double[400_000];
    Arrays.fill(expected, 0, 200_000, 1);
    assertThat(Metric.MATTHEWS.score(expected, expected)).isEqualTo(1);
  }

  @Test
  void whatCannotBeScoredIsRefused() {
    assertThatThrownBy(() -> Metric.F1.score(new double[0], new double[0]))
        .hasMessage("0 predictions of 0 values; give one for each");
    assertThatThrownBy(() -> Metric.F1.score(new double[2], new double[1]))
        .hasMessage("1 predictions of 2 values; give one for each");
    assertThatThrownBy(() -> Metric.PEARSON.score(new double[1], new double[] {Double.NaN}))
        .hasMessage("predicted value 0 is NaN");
  }

  private static double[] values(JsonNode numbers) {
    return StreamSupport.stream(numbers.spliterator(), false)
        .mapToDouble(JsonNode::doubleValue)
        .toArray();
  }

  static Stream<JsonNode> cases() throws IOException {
    try (InputStream in = MetricTest.class.getResourceAsStream("/metrics.json")) {
      return StreamSupport.stream(new ObjectMapper().readTree(in).spliterator(), false);
    }
  }
}
