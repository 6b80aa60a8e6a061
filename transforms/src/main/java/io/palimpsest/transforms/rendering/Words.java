package io.palimpsest.transforms.rendering;

/**
 * Cuts text into the units of shaping: what stands between spaces, in one direction. Clusters of
 * scripts that put no spaces between words are units of their own; other long runs are cut between
 * grapheme clusters, so that work and memory for one unit stay bounded.
 */
final class Words {
  /** Most UTF-16 code units of a unit. */
  static final int LONGEST = 256;

  private final Graphemes graphemes;

  Words(Graphemes graphemes) {
    this.graphemes = graphemes;
  }

  /** End of the unit that begins at {@code start}, where no space stands. */
  int end(DirectedText text, int start) {
    String chars = text.chars();
    int limit = Math.min(chars.length(), start + LONGEST);
    if (Scripts.isStandalone(chars.charAt(start))) {
      return clusterEnd(text, start);
    }
    int end = start + 1;
    while (end < limit && !isEnd(text, start, end)) {
      end++;
    }
    boolean whole = end == chars.length() || isEnd(text, start, end);
    return whole ? end : lastBoundary(chars, start, limit);
  }

  /**
   * End of the {@code count}th cluster from {@code start} on, or of the word if that is shorter.
   */
  int clusters(DirectedText text, int start, int count) {
    int end = clusterEnd(text, start);
    for (int i = 1; i < count; i++) {
      if (end == text.length() || text.isSpace(end) || text.level(end) != text.level(start)) {
        return end;
      }
      end = Math.min(clusterEnd(text, end), start + LONGEST);
    }
    return end;
  }

  private boolean isEnd(DirectedText text, int start, int index) {
    char c = text.chars().charAt(index);
    return c == ' '
        || ((Scripts.isStandalone(c) || text.level(index) != text.level(start))
            && graphemes.isBoundary(text.chars(), start, index));
  }

  private int clusterEnd(DirectedText text, int start) {
    String chars = text.chars();
    int limit = Math.min(chars.length(), start + LONGEST);
    int end = graphemes.next(chars, start, limit);
    return end == limit ? wholeCodePoints(chars, limit) : end;
  }

  private int lastBoundary(String text, int start, int limit) {
    int end = start;
    int next = graphemes.next(text, start, limit + 1);
    while (next <= limit) {
      end = next;
      next = graphemes.next(text, end, limit + 1);
    }
    return end > start ? end : wholeCodePoints(text, limit);
  }

  /** A cluster longer than a unit, such as a heap of marks, is cut between code points. */
  private static int wholeCodePoints(String text, int limit) {
    return limit < text.length() && Character.isLowSurrogate(text.charAt(limit))
        ? limit - 1
        : limit;
  }
}
