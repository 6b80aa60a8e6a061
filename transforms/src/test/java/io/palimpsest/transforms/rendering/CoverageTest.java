package io.palimpsest.transforms.rendering;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class CoverageTest {
  @Property
  void addsByteByByteUpTo255(@ForAll long one, @ForAll long other) {
    long sum = Coverage.add(one, other);
    for (int shift = 0; shift < Long.SIZE; shift += 8) {
      int expected = Math.min(255, value(one, shift) + value(other, shift));
      assertThat(value(sum, shift)).isEqualTo(expected);
    }
  }

  private static int value(long bytes, int shift) {
    return (int) (bytes >>> shift) & 0xFF;
  }
}
