package io.palimpsest.transforms.rendering;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Extended grapheme clusters (Unicode Standard Annex 29): what a reader takes for a character. */
final class Graphemes {
  private static final Pattern CLUSTER = Pattern.compile("\\X");
  // No character below joins its neighbour, but for CR before LF.
  private static final char FIRST_JOINING = '\u0300';

  private Graphemes() {}

  /** End of the cluster that begins at {@code start}, at most {@code limit}. */
  static int next(String text, int start, int limit) {
    if (start + 1 >= limit || (isPlain(text, start) && isPlain(text, start + 1))) {
      return Math.min(start + 1, limit);
    }
    Matcher matcher = CLUSTER.matcher(text).region(start, limit);
    return matcher.lookingAt()
        ? matcher.end()
        : start + Character.charCount(text.codePointAt(start));
  }

  private static boolean isPlain(String text, int index) {
    char c = text.charAt(index);
    return c < FIRST_JOINING && c != '\r';
  }
}
