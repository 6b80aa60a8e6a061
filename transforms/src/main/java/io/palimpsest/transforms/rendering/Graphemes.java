package io.palimpsest.transforms.rendering;

import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.util.ULocale;

/**
 * Extended grapheme clusters (Unicode Standard Annex 29): what a reader takes for a character. ICU
 * knows them by the Unicode version that the build names, where Java's own would change with the
 * JVM. For one thread.
 */
final class Graphemes {
  // No character below joins its neighbour, but for CR before LF.
  private static final char FIRST_JOINING = '\u0300';
  private static final int GLANCE = 32;

  private final BreakIterator clusters = BreakIterator.getCharacterInstance(ULocale.ROOT);

  /**
   * End of the cluster that begins at {@code start}, at most {@code limit}. Looks no further, so
   * that a heap of marks costs no more than the piece of it that is wanted.
   */
  int next(String text, int start, int limit) {
    if (start + 1 >= limit || (isAlone(text.charAt(start)) && isAlone(text.charAt(start + 1)))) {
      return Math.min(start + 1, limit);
    }
    int glance = Math.min(limit, start + GLANCE);
    int end = start + first(text.substring(start, glance));
    return end < glance || glance == limit ? end : start + first(text.substring(start, limit));
  }

  /** Whether a cluster ends at {@code index}, counted from one that begins at {@code start}. */
  boolean isBoundary(String text, int start, int index) {
    int end = start;
    while (end < index) {
      end = next(text, end, text.length());
    }
    return end == index;
  }

  private int first(String text) {
    clusters.setText(text);
    return clusters.next();
  }

  /** Whether a character neither joins the one before it nor the one behind it. */
  private static boolean isAlone(char c) {
    return (c < FIRST_JOINING && c != '\r') || Scripts.isIdeograph(c) || Scripts.isKana(c);
  }
}
