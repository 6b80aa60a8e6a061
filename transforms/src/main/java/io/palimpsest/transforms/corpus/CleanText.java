package io.palimpsest.transforms.corpus;

/**
 * A document's text as models and renderers want it: runs of white space are one space, none at
 * either end; control characters and byte order marks are gone; a lone surrogate is U+FFFD.
 *
 * @param text the clean text, perhaps empty
 * @param repaired whether anything but white space was changed
 */
record CleanText(String text, boolean repaired) {
  private static final char REPLACEMENT = '\uFFFD';
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  static CleanText of(String raw) {
    StringBuilder clean = new StringBuilder(raw.length());
    boolean repaired = false;
    boolean space = false;
    for (int i = 0; i < raw.length(); ) {
      int c = raw.codePointAt(i);
      i += Character.charCount(c);
      if (isSpace(c)) {
        space = true;
      } else if (Character.getType(c) == Character.CONTROL || c == BYTE_ORDER_MARK) {
        repaired |= c != BYTE_ORDER_MARK || i > 1;
      } else {
        if (space && clean.length() > 0) {
          clean.append(' ');
        }
        space = false;
        boolean lone = Character.getType(c) == Character.SURROGATE;
        clean.appendCodePoint(lone ? REPLACEMENT : c);
        repaired |= lone;
      }
    }
    return new CleanText(clean.toString(), repaired);
  }

  /** White space in Unicode's sense, the no-break kinds included. */
  private static boolean isSpace(int c) {
    if (c > ' ' && c < 0x7F) {
      return false;
    }
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0x85;
  }
}
