package io.palimpsest.model.metric;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * ROUGE-L (Lin 2004) of one text against one or several references, 0 to 1: the F-measure of the
 * longest common subsequence of words, with the values of Google's rouge-score without a stemmer.
 * Words are of the letters a to z and digits; others part them.
 */
public final class RougeL {
  private static final Pattern BETWEEN_WORDS = Pattern.compile("[^a-z0-9]+");

  private RougeL() {}

  /**
   * Scores a text.
   *
   * @param references one or more; the one that fits best counts
   * @return 0 to 1; 0 if either has no word
   * @throws IllegalArgumentException if there is no reference
   */
  public static double score(String text, List<String> references) {
    List<String> words = words(text);
    return references.stream()
        .mapToDouble(reference -> measure(words, words(reference)))
        .max()
        .orElseThrow(() -> new IllegalArgumentException("ROUGE-L needs one reference or more"));
  }

  private static List<String> words(String text) {
    return BETWEEN_WORDS
        .splitAsStream(text.toLowerCase(Locale.ROOT))
        .filter(word -> !word.isEmpty())
        .toList();
  }

  private static double measure(List<String> words, List<String> wanted) {
    int common = common(words, wanted);
    if (common == 0) {
      return 0;
    }
    double precision = (double) common / words.size();
    double recall = (double) common / wanted.size();
    return 2 * precision * recall / (precision + recall);
  }

  /** The length of the longest common subsequence, row by row of its table. */
  private static int common(List<String> a, List<String> b) {
    int[] row = new int[b.size() + 1];
    for (String word : a) {
      int diagonal = 0;
      for (int j = 1; j < row.length; j++) {
        int above = row[j];
        row[j] = word.equals(b.get(j - 1)) ? diagonal + 1 : Math.max(above, row[j - 1]);
        diagonal = above;
      }
    }
    return row[b.size()];
  }
}
