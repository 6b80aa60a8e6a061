package io.palimpsest.transforms.rendering;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.lang.UScript;
import com.ibm.icu.text.Normalizer2;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits words by font and script. A grapheme cluster is never split: it goes to the first font
 * that has all of it, else to the first that has its base, else to the first of all, which then
 * draws the box for a missing glyph. Emoji ask the fonts of coloured glyphs first.
 */
final class FontRuns {
  // Of those that are pictures by themselves.
  private static final char FIRST_EMOJI = '\u231A';
  private static final int EMOJI_STYLE = 0xFE0F;
  private static final int TEXT_STYLE = 0xFE0E;
  private static final int KEYCAP = 0x20E3;

  private final Fonts fonts;
  private final Graphemes graphemes;

  FontRuns(Fonts fonts, Graphemes graphemes) {
    this.fonts = fonts;
    this.graphemes = graphemes;
  }

  /** The word's runs in reading order, without gaps. */
  List<FontRun> of(String word) {
    List<FontRun> runs = new ArrayList<>(1);
    FontRun run = null;
    int script = UScript.COMMON;
    for (int start = 0, end; start < word.length(); start = end) {
      end = graphemes.next(word, start, word.length());
      int own = UScript.getScript(word.codePointAt(start));
      int font = font(word, start, end);
      if (run != null && font > 0 && isShared(own) && keeps(run.font(), word, start, end)) {
        font = run.font();
      }
      if (run != null && run.font() == font && agree(script, own)) {
        run = new FontRun(font, run.start(), end);
        script = isShared(script) ? own : script;
      } else {
        if (run != null) {
          runs.add(run);
        }
        run = new FontRun(font, start, end);
        script = own;
      }
    }
    runs.add(run);
    return runs;
  }

  /** Marks that scripts share are best drawn by the font of the letters before them. */
  private boolean keeps(int font, String word, int start, int end) {
    String cluster = word.substring(start, end);
    return !isEmoji(cluster) && hasAll(font, cluster);
  }

  private int font(String word, int start, int end) {
    if (fonts.size() == 1) {
      return 0;
    }
    return end - start == 1 ? fontOf(word.charAt(start)) : font(word.substring(start, end));
  }

  private int font(String cluster) {
    int base = fonts.first(cluster.codePointAt(0));
    if (isEmoji(cluster)) {
      for (int font = base; font < fonts.size(); font++) {
        if (hasAll(font, cluster) && fonts.get(font).hasColour()) {
          return font;
        }
      }
    }
    for (int font = base; font < fonts.size(); font++) {
      if (hasAll(font, cluster)) {
        return font;
      }
    }
    return known(base);
  }

  /** The first font draws what none has. */
  private int known(int font) {
    return font < fonts.size() ? font : 0;
  }

  private int fontOf(char c) {
    return c >= FIRST_EMOJI ? font(String.valueOf(c)) : known(fonts.first(c));
  }

  /**
   * HarfBuzz composes and decomposes, so that either form will do; what is invisible needs none.
   */
  private boolean hasAll(int font, String cluster) {
    return covers(font, cluster)
        || (cluster.length() > 1 && covers(font, Normalizer2.getNFCInstance().normalize(cluster)));
  }

  private boolean covers(int font, String cluster) {
    for (int i = 0, c; i < cluster.length(); i += Character.charCount(c)) {
      c = cluster.codePointAt(i);
      if (!fonts.covers(font, c) && !isInvisible(c)) {
        return false;
      }
    }
    return true;
  }

  /** Whether a cluster is to be shown as a picture (Unicode Technical Standard 51). */
  private static boolean isEmoji(String cluster) {
    int base = cluster.codePointAt(0);
    return UCharacter.hasBinaryProperty(base, UProperty.EMOJI)
        && cluster.indexOf(TEXT_STYLE) < 0
        && (UCharacter.hasBinaryProperty(base, UProperty.EMOJI_PRESENTATION)
            || cluster.indexOf(EMOJI_STYLE) >= 0
            || cluster.indexOf(KEYCAP) >= 0
            || cluster
                .codePoints()
                .anyMatch(c -> UCharacter.hasBinaryProperty(c, UProperty.EMOJI_MODIFIER)));
  }

  private static boolean isInvisible(int codePoint) {
    return UCharacter.hasBinaryProperty(codePoint, UProperty.DEFAULT_IGNORABLE_CODE_POINT);
  }

  private static boolean agree(int one, int other) {
    return one == other || isShared(one) || isShared(other);
  }

  private static boolean isShared(int script) {
    return script == UScript.COMMON || script == UScript.INHERITED;
  }
}
