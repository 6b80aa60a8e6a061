package io.palimpsest.transforms.rendering;

import com.ibm.icu.text.Bidi;

/**
 * A text with the direction of each of its characters, by the Unicode Bidirectional Algorithm
 * (Unicode Standard Annex 9): embedding levels, even ones from left to right. The base direction is
 * that of the first strong character, left to right if there is none.
 *
 * @param chars as it is drawn
 * @param levels of each UTF-16 code unit; empty where all are 0
 * @param base level of the line
 */
record DirectedText(String chars, byte[] levels, byte base) {
  private static final byte[] ALL_ZERO = new byte[0];
  // The first right-to-left letter; explicit directional controls all come later.
  private static final char FIRST_RIGHT_TO_LEFT = '\u0590';

  static DirectedText of(String chars) {
    return isLeftToRight(chars) ? new DirectedText(chars, ALL_ZERO, (byte) 0) : analysed(chars);
  }

  private static boolean isLeftToRight(String chars) {
    for (int i = 0; i < chars.length(); i++) {
      if (chars.charAt(i) >= FIRST_RIGHT_TO_LEFT) {
        char[] rest = chars.substring(i).toCharArray();
        return !Bidi.requiresBidi(rest, 0, rest.length);
      }
    }
    return true;
  }

  private static DirectedText analysed(String chars) {
    Bidi bidi = new Bidi();
    bidi.setPara(chars, Bidi.LEVEL_DEFAULT_LTR, null);
    return new DirectedText(chars, bidi.getLevels(), bidi.getParaLevel());
  }

  int length() {
    return chars.length();
  }

  boolean isSpace(int index) {
    return chars.charAt(index) == ' ';
  }

  /** Whether characters may stand in another order than they are read. */
  boolean isMixed() {
    return levels.length > 0;
  }

  byte level(int index) {
    return levels.length == 0 ? 0 : levels[index];
  }
}
