package io.palimpsest.model.finetuning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BestScoreTest {
  private final BestScore best = new BestScore("f1", 2);

  @Test
  void isTheFirstOfEqualOnes() {
    assertThat(best.improves(10, figures(0.5, 0.1))).isTrue();
    assertThat(best.improves(20, figures(0.5, 0.9))).isFalse();
    assertThat(best.step()).isEqualTo(10);
    assertThat(best.figures()).isEqualTo(figures(0.5, 0.1));
  }

  @Test
  void waitsAnewBehindABetterOne() {
    best.improves(10, figures(0.5, 0));
    best.improves(20, figures(0.4, 0));
    assertThat(best.isTimeToStop()).isFalse();
    assertThat(best.improves(30, figures(0.6, 0))).isTrue();
    best.improves(40, figures(0.5, 0));
    assertThat(best.isTimeToStop()).isFalse();
    best.improves(50, figures(0.6, 0));
    assertThat(best.isTimeToStop()).isTrue();
    assertThat(best.step()).isEqualTo(30);
  }

  private static SortedMap<String, Double> figures(double f1, double accuracy) {
    return new TreeMap<>(Map.of("f1", f1, "accuracy", accuracy));
  }
}
