package io.palimpsest.transforms.rendering;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/**
 * Splits words by font and script. A grapheme cluster is never split: it goes to the first font
 * that has all of it, else to the first that has its base, else to the first of all, which then
 * draws the box for a missing glyph.
 */
final class FontRuns {
  private final List<NativeFont> fonts;

  FontRuns(List<NativeFont> fonts) {
    this.fonts = fonts;
  }

  /** The word's runs in order, without gaps. */
  List<FontRun> of(String word) {
    List<FontRun> runs = new ArrayList<>(1);
    FontRun run = null;
    UnicodeScript script = UnicodeScript.COMMON;
    for (int start = 0, end; start < word.length(); start = end) {
      end = Graphemes.next(word, start, word.length());
      int font = font(word, start, end);
      UnicodeScript own = UnicodeScript.of(word.codePointAt(start));
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

  private int font(String word, int start, int end) {
    return fonts.size() == 1 ? 0 : font(word.substring(start, end));
  }

  private int font(String cluster) {
    int whole = first(font -> hasAll(font, cluster));
    if (whole < fonts.size()) {
      return whole;
    }
    int base = first(font -> font.covers(cluster.codePointAt(0)));
    return base < fonts.size() ? base : 0;
  }

  private int first(Predicate<NativeFont> wanted) {
    int index = 0;
    while (index < fonts.size() && !wanted.test(fonts.get(index))) {
      index++;
    }
    return index;
  }

  /**
   * HarfBuzz composes and decomposes, so that either form will do; what is invisible needs none.
   */
  private static boolean hasAll(NativeFont font, String cluster) {
    IntPredicate drawable = c -> isInvisible(c) || font.covers(c);
    return cluster.codePoints().allMatch(drawable)
        || (cluster.length() > 1
            && Normalizer.normalize(cluster, Normalizer.Form.NFC).codePoints().allMatch(drawable));
  }

  private static boolean isInvisible(int codePoint) {
    return Character.getType(codePoint) == Character.FORMAT
        || (codePoint >= 0xFE00 && codePoint <= 0xFE0F);
  }

  private static boolean agree(UnicodeScript one, UnicodeScript other) {
    return one == other || isShared(one) || isShared(other);
  }

  private static boolean isShared(UnicodeScript script) {
    return script == UnicodeScript.COMMON || script == UnicodeScript.INHERITED;
  }
}
