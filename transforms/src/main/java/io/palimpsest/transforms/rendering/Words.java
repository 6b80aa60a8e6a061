package io.palimpsest.transforms.rendering;

/**
 * Cuts text into the units of shaping: what stands between spaces. Longer runs (text without
 * spaces) are cut between grapheme clusters, so that work and memory for one unit stay bounded.
 */
final class Words {
  /** Most UTF-16 code units of a word. */
  static final int LONGEST = 256;

  private Words() {}

  /** End of the word that begins at {@code start}, where no space stands. */
  static int end(String text, int start) {
    int limit = Math.min(text.length(), start + LONGEST);
    int space = start + 1;
    while (space < limit && text.charAt(space) != ' ') {
      space++;
    }
    boolean whole = space == text.length() || text.charAt(space) == ' ';
    return whole ? space : lastBoundary(text, start, limit);
  }

  private static int lastBoundary(String text, int start, int limit) {
    int end = start;
    int next = Graphemes.next(text, start, text.length());
    while (next <= limit) {
      end = next;
      next = Graphemes.next(text, end, text.length());
    }
    return end > start ? end : wholeCodePoints(text, limit);
  }

  /** A cluster longer than a word, such as a heap of marks, is cut between code points. */
  private static int wholeCodePoints(String text, int limit) {
    return Character.isLowSurrogate(text.charAt(limit)) ? limit - 1 : limit;
  }
}
