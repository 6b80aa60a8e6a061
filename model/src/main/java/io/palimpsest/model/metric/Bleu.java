package io.palimpsest.model.metric;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * BLEU (Papineni et al. 2002) of one text against one or several references, 0 to 1, with the
 * values of sacrebleu (Post 2018) for sentences: up to four words together, no order that is longer
 * than the text, and where nothing of an order matches a half, a quarter and so on of a match (Chen
 * and Cherry 2014, method 3).
 */
public final class Bleu {
  private static final int ORDERS = 4;

  private Bleu() {}

  /**
   * Scores a text.
   *
   * @param references one or more
   * @return 0 to 1; 0 if no word matches
   * @throws IllegalArgumentException if there is no reference
   */
  public static double score(String text, List<String> references) {
    if (references.isEmpty()) {
      throw new IllegalArgumentException("BLEU needs one reference or more");
    }
    List<String> words = MtevalTokens.of(text);
    List<List<String>> wanted = references.stream().map(MtevalTokens::of).toList();
    double logarithms = 0;
    double share = 1;
    int orders = Math.min(ORDERS, words.size());
    int matched = 0;
    for (int order = 1; order <= orders; order++) {
      int matches = matches(words, wanted, order);
      matched += matches;
      share = matches == 0 ? share / 2 : share;
      double counted = matches == 0 ? share : matches;
      logarithms += Math.log(counted / (words.size() - order + 1));
    }
    return matched == 0 ? 0 : brevity(words, wanted) * Math.exp(logarithms / orders);
  }

  /** Sequences of words that a reference has, each as often as the one that has it most often. */
  private static int matches(List<String> words, List<List<String>> wanted, int order) {
    Map<List<String>, Integer> most = new HashMap<>();
    for (List<String> reference : wanted) {
      counts(reference, order).forEach((gram, count) -> most.merge(gram, count, Math::max));
    }
    return counts(words, order).entrySet().stream()
        .mapToInt(each -> Math.min(each.getValue(), most.getOrDefault(each.getKey(), 0)))
        .sum();
  }

  private static Map<List<String>, Integer> counts(List<String> words, int order) {
    Map<List<String>, Integer> counts = new HashMap<>();
    for (int start = 0; start + order <= words.size(); start++) {
      counts.merge(words.subList(start, start + order), 1, Integer::sum);
    }
    return counts;
  }

  /** Against the reference that is closest in length, the shorter of two. */
  private static double brevity(List<String> words, List<List<String>> wanted) {
    int length = words.size();
    int closest =
        wanted.stream()
            .map(List::size)
            .min(
                Comparator.<Integer>comparingInt(size -> Math.abs(size - length))
                    .thenComparing(Comparator.naturalOrder()))
            .orElseThrow();
    return length < closest ? Math.exp(1 - (double) closest / length) : 1;
  }
}
