package io.palimpsest.transforms.rendering;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** Keeps what was used last, up to a number of bytes. Whether a value is cached is never seen. */
final class BoundedCache<K, V> {
  private final Map<K, V> entries = new LinkedHashMap<>(1024, 0.75f, true);
  private final long capacity;
  private final ToIntFunction<V> weigher;
  private final Function<K, V> loader;
  private long bytes;
  private long hits;
  private long misses;

  /**
   * An empty cache.
   *
   * @param capacity most bytes
   * @param weigher a value's bytes
   * @param loader makes the value of a key, always the same
   */
  BoundedCache(long capacity, ToIntFunction<V> weigher, Function<K, V> loader) {
    this.capacity = capacity;
    this.weigher = weigher;
    this.loader = loader;
  }

  V get(K key) {
    V cached = entries.get(key);
    if (cached != null) {
      hits++;
      return cached;
    }
    misses++;
    V value = loader.apply(key);
    entries.put(key, value);
    bytes += weigher.applyAsInt(value);
    evict();
    return value;
  }

  long bytes() {
    return bytes;
  }

  long hits() {
    return hits;
  }

  long misses() {
    return misses;
  }

  private void evict() {
    Iterator<V> eldest = entries.values().iterator();
    while (bytes > capacity && eldest.hasNext()) {
      bytes -= weigher.applyAsInt(eldest.next());
      eldest.remove();
    }
  }
}
