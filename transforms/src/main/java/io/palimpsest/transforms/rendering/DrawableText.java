package io.palimpsest.transforms.rendering;

/**
 * What is stored and what is drawn of a text, of the same length and with the same offsets.
 *
 * @param stored the text with U+FFFD for each lone surrogate, which no encoding could store
 * @param drawn of that, line breaks and tabs as spaces, other controls as nothing visible
 */
record DrawableText(String stored, String drawn) {
  private static final char REPLACEMENT = '\uFFFD';
  // A line break that Java does not count as white space.
  private static final char NEXT_LINE = '\u0085';
  private static final char ZERO_WIDTH_SPACE = '\u200B';

  static DrawableText of(String text) {
    int first = 0;
    while (first < text.length() && isPlain(text.charAt(first))) {
      first++;
    }
    return first == text.length() ? new DrawableText(text, text) : cleaned(text, first);
  }

  private static DrawableText cleaned(String text, int first) {
    StringBuilder stored = new StringBuilder(text);
    StringBuilder drawn = new StringBuilder(text);
    for (int i = first; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c) && !Character.isBmpCodePoint(text.codePointAt(i))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        stored.setCharAt(i, REPLACEMENT);
        drawn.setCharAt(i, REPLACEMENT);
      } else if (!isPlain(c)) {
        drawn.setCharAt(i, Character.isWhitespace(c) || c == NEXT_LINE ? ' ' : ZERO_WIDTH_SPACE);
      }
    }
    return new DrawableText(stored.toString(), drawn.toString());
  }

  private static boolean isPlain(char c) {
    return c >= ' ' && c < '\u007F'
        || c > '\u009F' && !Character.isSurrogate(c) && c != '\u2028' && c != '\u2029';
  }
}
