package io.palimpsest.transforms.rendering;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BoundedCacheTest {
  private final List<String> loaded = new ArrayList<>();
  private final BoundedCache<String, String> cache =
      new BoundedCache<>(
          6,
          String::length,
          key -> {
            loaded.add(key);
            return key;
          });

  @Test
  void forgetsWhatWasUsedLongestAgo() {
    List.of("aa", "bb", "cc", "aa", "dd", "aa", "bb").forEach(cache::get);
    assertThat(loaded).containsExactly("aa", "bb", "cc", "dd", "bb");
    assertThat(cache.bytes()).isEqualTo(6);
  }

  @Test
  void servesWhatIsLargerThanItself() {
    assertThat(cache.get("seven77")).isEqualTo("seven77");
    assertThat(cache.bytes()).isZero();
  }
}
