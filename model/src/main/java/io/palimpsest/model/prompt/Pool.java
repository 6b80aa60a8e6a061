package io.palimpsest.model.prompt;

import io.palimpsest.schemas.record.PromptExample;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Examples in a {@link SeededOrder}, taken from either end. Only so many are held at each end as
 * can be taken, since the files of a task may have millions.
 */
final class Pool {
  private final SeededOrder order;
  private final long capacity;
  private final TreeMap<String, PromptExample> first = new TreeMap<>();
  private final TreeMap<String, PromptExample> last = new TreeMap<>();
  private long size;

  /**
   * @param capacity the most examples that will be taken in all
   */
  Pool(SeededOrder order, long capacity) {
    this.order = order;
    this.capacity = capacity;
  }

  void add(PromptExample example) {
    size++;
    String place = order.place(example.getId());
    first.put(place, example);
    last.put(place, example);
    if (first.size() > capacity) {
      first.pollLastEntry();
      last.pollFirstEntry();
    }
  }

  /** How many were added. */
  long size() {
    return size;
  }

  Optional<PromptExample> takeFirst() {
    return taken(first.pollFirstEntry(), last);
  }

  Optional<PromptExample> takeLast() {
    return taken(last.pollLastEntry(), first);
  }

  private static Optional<PromptExample> taken(
      Map.Entry<String, PromptExample> entry, Map<String, PromptExample> other) {
    if (entry == null) {
      return Optional.empty();
    }
    other.remove(entry.getKey());
    return Optional.of(entry.getValue());
  }
}
