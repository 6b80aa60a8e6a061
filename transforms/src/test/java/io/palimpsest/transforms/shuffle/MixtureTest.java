package io.palimpsest.transforms.shuffle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.artifact.Modality;
import io.palimpsest.transforms.order.Entry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MixtureTest {
  @Test
  void aFractionOfTheSamplesIsTakenOnceMore() {
    Mixture mixture = mixture(7, 2.25);
    int[] times = times(mixture);
    assertThat(Arrays.stream(times)).allMatch(count -> count == 2 || count == 3);
    assertThat(Arrays.stream(times).average().orElseThrow()).isBetween(2.23, 2.27);
    assertThat(times(mixture(7, 2.25))).isEqualTo(times);
    assertThat(times(mixture(8, 2.25))).isNotEqualTo(times);
  }

  @Test
  void wholeWeightsTakeEachSampleSoOften() {
    assertThat(Arrays.stream(times(mixture(7, 0)))).allMatch(count -> count == 0);
    assertThat(Arrays.stream(times(mixture(7, 1)))).allMatch(count -> count == 1);
    assertThat(Arrays.stream(times(new Mixture(7, Map.of())))).allMatch(count -> count == 1);
  }

  @Test
  void theSamplesTakenStandAnywhere() {
    Mixture mixture = mixture(7, 0.5);
    List<Integer> firstBytes = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      if (mixture.times(Modality.TEXT, "d" + i) > 0) {
        firstBytes.add(Byte.toUnsignedInt(mixture.key("d" + i, 0)[0]));
      }
    }
    double mean = firstBytes.stream().mapToInt(Integer::intValue).average().orElseThrow();
    assertThat(mean).isBetween(124.0, 131.0);
  }

  @Test
  void eachTimeHasAPlaceOfItsOwn() {
    Mixture mixture = mixture(7, 3);
    assertThat(mixture.key("d#0", 0)).isEqualTo(Entry.key(7, "d#0"));
    assertThat(mixture.key("d#0", 1)).isNotEqualTo(mixture.key("d#0", 0));
    assertThat(mixture.key("d#0", 2)).isNotEqualTo(mixture.key("d#0", 1));
  }

  @Test
  void aWeightOutOfBoundsIsRefused() {
    for (double weight : new double[] {-0.1, Double.NaN, 1001}) {
      assertThatThrownBy(() -> mixture(7, weight))
          .isInstanceOf(InvalidInputException.class)
          .hasMessage("text-weight is " + weight + "; give a number from 0 to 1000");
    }
  }

  private static Mixture mixture(long seed, double weight) {
    return new Mixture(seed, Map.of(Modality.TEXT, weight));
  }

  private static int[] times(Mixture mixture) {
    return IntStream.range(0, 20_000).map(i -> mixture.times(Modality.TEXT, "d" + i)).toArray();
  }
}
