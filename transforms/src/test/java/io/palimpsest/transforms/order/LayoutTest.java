package io.palimpsest.transforms.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LayoutTest {
  @Property
  void bucketsAreInRangeAndInTheOrderOfKeys(
      @ForAll @IntRange(min = 1, max = 65536) int buckets, @ForAll long a, @ForAll long b) {
    Layout layout = new Layout(List.of(), Layout.Duplicates.KEEP, buckets);
    assertThat(layout.bucket(a)).isBetween(0, buckets - 1);
    if (Long.compareUnsigned(a, b) <= 0) {
      assertThat(layout.bucket(a)).isLessThanOrEqualTo(layout.bucket(b));
    }
  }

  @Test
  void theEndsOfTheRangeLieInTheFirstAndLastBucket() {
    Layout layout = new Layout(List.of(), Layout.Duplicates.KEEP, 16);
    assertThat(layout.bucket(0)).isZero();
    assertThat(layout.bucket(-1L)).isEqualTo(15);
    assertThat(layout.bucket(Long.MIN_VALUE)).isEqualTo(8);
  }
}
