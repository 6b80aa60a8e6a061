package io.palimpsest.model.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.palimpsest.schemas.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenSamplerTest {
  private static final double[] SHARES = {0.1, 0.4, 0.15, 0.3, 0.05};

  @Test
  void takesTheMostLikelyAtTemperatureZeroAndOfEqualsTheFirst() {
    TokenSampler greedy = new TokenSampler(Sampling.GREEDY);
    Random random = new Random(1);
    for (int round = 0; round < 100; round++) {
      float[] logits = new float[50];
      int best = 0;
      for (int id = 0; id < logits.length; id++) {
        logits[id] = (float) random.nextGaussian();
        best = logits[id] > logits[best] ? id : best;
      }
      assertThat(greedy.next(logits)).isEqualTo(best);
    }
    assertThat(greedy.next(new float[] {-1, 2, 2, -3})).isEqualTo(1);
  }

  @Test
  void keepsTheFewestTokensThatReachTopP() {
    assertThat(kept(0.3)).containsExactly(1);
    assertThat(kept(0.45)).containsExactly(1, 3);
    assertThat(kept(0.69)).containsExactly(1, 3);
    assertThat(kept(0.71)).containsExactly(1, 3, 2);
    assertThat(kept(0.94)).containsExactly(1, 3, 2, 0);
    assertThat(kept(1)).containsExactly(1, 3, 2, 0, 4);
    assertThat(kept(1e-9)).containsExactly(1);
  }

  @Test
  void keepsNoMoreThanNeededAtTheBound() {
    TokenSampler half = new TokenSampler(new Sampling(1, 0.5, 0));
    // Two equally likely tokens: the first alone is half.
    assertThat(half.candidates(new float[] {3, 3}))
        .containsExactly(new TokenSampler.Candidate(0, 1));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 0.5, 2})
  void givesKeptTokensTheirSharesAtATemperature(double temperature) {
    double sum = Math.pow(0.4, 1 / temperature) + Math.pow(0.3, 1 / temperature);
    double all = 0;
    for (double share : SHARES) {
      all += Math.pow(share, 1 / temperature);
    }
    // Just enough for two.
    double topP = sum / all - 1e-6;
    List<TokenSampler.Candidate> kept =
        new TokenSampler(new Sampling(temperature, topP, 0)).candidates(logits());
    assertThat(kept).extracting(TokenSampler.Candidate::id).containsExactly(1, 3);
    assertThat(kept.get(0).probability())
        .isCloseTo(Math.pow(0.4, 1 / temperature) / sum, within(1e-6));
  }

  @Test
  void drawsEachTokenAsOftenAsItIsLikely() {
    assertThat(chiSquare(new Sampling(1, 1, 5), SHARES)).isLessThan(18.47);
    double[] two = {0, 4 / 7.0, 0, 3 / 7.0, 0};
    assertThat(chiSquare(new Sampling(1, 0.65, 5), two)).isLessThan(10.83);
    // The test can tell: these are not the shares.
    assertThat(chiSquare(new Sampling(1.3, 1, 5), SHARES)).isGreaterThan(18.47);
  }

  @Test
  void drawsTheSameForTheSameSeed() {
    assertThat(draws(new Sampling(1, 1, 3), 50)).isEqualTo(draws(new Sampling(1, 1, 3), 50));
    assertThat(draws(new Sampling(1, 1, 4), 50)).isNotEqualTo(draws(new Sampling(1, 1, 3), 50));
  }

  @Test
  void takesTheMostLikelyAtATinyTemperature() {
    assertThat(draws(new Sampling(1e-300, 1, 3), 20)).containsOnly(1);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, Double.NaN, Double.POSITIVE_INFINITY})
  void refusesATemperature(double temperature) {
    assertThatThrownBy(() -> new Sampling(temperature, 1, 0))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "temperature is %s; give 0 (always the most likely token) or more", temperature);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, 1.01, Double.NaN})
  void refusesATopP(double topP) {
    assertThatThrownBy(() -> new Sampling(1, topP, 0))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("top-p is %s; give more than 0, at most 1", topP);
  }

  /** Of 10,000 draws; the 0.1% bounds are 18.47 for five tokens and 10.83 for two. */
  private static double chiSquare(Sampling sampling, double[] expected) {
    double[] counts = new double[expected.length];
    draws(sampling, 10_000).forEach(id -> counts[id]++);
    double sum = 0;
    for (int id = 0; id < expected.length; id++) {
      double wanted = expected[id] * 10_000;
      if (wanted == 0) {
        assertThat(counts[id]).isZero();
      } else {
        sum += Math.pow(counts[id] - wanted, 2) / wanted;
      }
    }
    return sum;
  }

  private static List<Integer> draws(Sampling sampling, int count) {
    TokenSampler sampler = new TokenSampler(sampling);
    List<Integer> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(sampler.next(logits()));
    }
    return ids;
  }

  private static List<Integer> kept(double topP) {
    return new TokenSampler(new Sampling(1, topP, 0))
        .candidates(logits()).stream().map(TokenSampler.Candidate::id).toList();
  }

  /** Softmax takes away what is added to all. */
  private static float[] logits() {
    float[] logits = new float[SHARES.length];
    for (int id = 0; id < logits.length; id++) {
      logits[id] = (float) (Math.log(SHARES[id]) + 7);
    }
    return logits;
  }
}
