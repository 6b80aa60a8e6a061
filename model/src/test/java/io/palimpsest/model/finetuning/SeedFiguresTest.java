package io.palimpsest.model.finetuning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SeedFiguresTest {
  @Test
  void areTheMeanAndTheSampleDeviation() {
    List<SortedMap<String, Double>> seeds = List.of(figure(0.5), figure(0.75), figure(1));
    assertThat(SeedFigures.of(seeds)).isEqualTo(Map.of("a.mean", 0.75, "a.std", 0.25));
  }

  @Test
  void deviateByNothingOfOneSeed() {
    assertThat(SeedFigures.of(List.of(figure(0.5)))).isEqualTo(Map.of("a.mean", 0.5, "a.std", 0.0));
  }

  private static SortedMap<String, Double> figure(double value) {
    return new TreeMap<>(Map.of("a", value));
  }
}
