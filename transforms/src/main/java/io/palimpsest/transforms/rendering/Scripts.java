package io.palimpsest.transforms.rendering;

/** What layout needs to know of scripts, by ranges of code points: it is asked for every word. */
final class Scripts {
  private static final char THAI = '\u0E00';
  private static final char LAO_END = '\u0EFF';
  private static final char EAST_ASIAN = '\u2E80';
  private static final char IDEOGRAPHS = '\u3400';
  private static final char IDEOGRAPHS_END = '\u9FFF';
  private static final char COMPATIBILITY_IDEOGRAPHS = '\uF900';
  private static final char COMPATIBILITY_IDEOGRAPHS_END = '\uFAFF';
  private static final char VERTICAL_FORMS = '\uFE30';
  private static final char SMALL_FORMS_END = '\uFE6F';
  private static final char FULL_WIDTH = '\uFF00';
  private static final char HALF_WIDTH_END = '\uFFEF';
  // High surrogates: kana's and ideographs' further planes, and emoji.
  private static final char KANA_PLANE = '\uD82C';
  private static final char EMOJI = '\uD83C';
  private static final char EMOJI_END = '\uD83E';
  private static final char IDEOGRAPHIC_PLANES = '\uD840';
  private static final char IDEOGRAPHIC_PLANES_END = '\uD88F';

  private Scripts() {}

  /**
   * Whether the grapheme cluster that begins with a character is drawn the same whatever stands
   * beside it, and its script puts no spaces between words: Han, kana, Thai, Lao, emoji. Such a
   * cluster is a unit of its own; a run of them would hardly ever come again.
   */
  static boolean isStandalone(char c) {
    return c >= THAI
        && (c <= LAO_END
            || (c >= EAST_ASIAN && c <= IDEOGRAPHS_END)
            || (c >= COMPATIBILITY_IDEOGRAPHS && c <= COMPATIBILITY_IDEOGRAPHS_END)
            || (c >= VERTICAL_FORMS && c <= SMALL_FORMS_END)
            || (c >= FULL_WIDTH && c <= HALF_WIDTH_END)
            || c == KANA_PLANE
            || (c >= EMOJI && c <= EMOJI_END)
            || (c >= IDEOGRAPHIC_PLANES && c <= IDEOGRAPHIC_PLANES_END));
  }

  /** Whether a character's script puts no spaces between words, so that lines break anywhere. */
  static boolean isUnspaced(char c) {
    return isStandalone(c) && (c < EMOJI || c > EMOJI_END);
  }

  static boolean isIdeograph(char c) {
    return c >= IDEOGRAPHS && c <= IDEOGRAPHS_END;
  }

  /** Kana without the marks that join them. */
  static boolean isKana(char c) {
    return (c >= '\u3041' && c <= '\u3096') || (c >= '\u309D' && c <= '\u30FF');
  }
}
