package io.palimpsest.pipelines.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"0|0 B", "999|999 B", "1000|1.0 kB", "5300000|5.3 MB", "999999|1.0 MB"})
  void bytes(double value, String text) {
    assertThat(Numbers.bytes(value)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 ms",
    "0.085, 85 ms",
    "0.9999, 1.0 s",
    "12.4, 12.4 s",
    "59.97, 1 min",
    "200.2, 3 min 20 s",
    "3599.9, 1 h",
    "7500, 2 h 5 min"
  })
  void durations(double value, String text) {
    assertThat(Numbers.duration(value)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0|0",
        "0.74123|0.7412",
        "1.03125|1.031",
        "96.31|96.31",
        "12345.6|12,346",
        "0.0003|0.0003",
        "-0.5|-0.5",
        "NaN|not a number",
        "Infinity|∞"
      })
  void decimals(double value, String text) {
    assertThat(Numbers.decimal(value)).isEqualTo(text);
  }

  @Test
  void smallDecimalsHaveAnExponent() {
    assertThat(Numbers.decimal(0.0000123456)).isEqualTo("0.00001235");
    assertThat(Numbers.decimal(1.23456e-8)).isEqualTo("1.235E-8");
  }

  @Test
  void aMetricsNameTellsItsUnit() {
    assertThat(Numbers.metric("bytes", 5_300_000)).isEqualTo("5.3 MB");
    assertThat(Numbers.metric("seconds", 200)).isEqualTo("3 min 20 s");
    assertThat(Numbers.metric("documents", 1234)).isEqualTo("1,234");
    assertThat(Numbers.metric("bytes_per_patch", 96.5)).isEqualTo("96.5");
    assertThat(Numbers.percent(0.281)).isEqualTo("28%");
    assertThat(Numbers.ratio(1)).isEqualTo("1.000");
  }
}
