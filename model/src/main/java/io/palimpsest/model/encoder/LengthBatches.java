package io.palimpsest.model.encoder;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/** Indices of items in batches of about equal lengths, so that little is padding. */
final class LengthBatches {
  private LengthBatches() {}

  /**
   * The batches.
   *
   * @param positions of a batch at most, padding counted; a longer item is a batch by itself
   */
  static <T> List<List<Integer>> of(List<T> items, ToIntFunction<T> length, int positions) {
    List<Integer> byLength =
        IntStream.range(0, items.size())
            .boxed()
            .sorted(Comparator.comparingInt(index -> length.applyAsInt(items.get(index))))
            .toList();
    List<List<Integer>> batches = new ArrayList<>();
    int start = 0;
    for (int end = 1; end <= byLength.size(); end++) {
      if (end == byLength.size()
          || (end + 1 - start) * length.applyAsInt(items.get(byLength.get(end))) > positions) {
        batches.add(byLength.subList(start, end));
        start = end;
      }
    }
    return batches;
  }
}
