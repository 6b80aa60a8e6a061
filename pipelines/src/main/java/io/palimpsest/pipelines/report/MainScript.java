package io.palimpsest.pipelines.report;

import com.ibm.icu.lang.UScript;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The script of most of a text's characters. */
final class MainScript {
  private MainScript() {}

  /**
   * Its Unicode name, such as {@code Canadian_Aboriginal}; {@code Common} for a text of digits,
   * punctuation and emoji alone. Of scripts with equally many characters the first one.
   */
  static String of(String text) {
    Map<Integer, Long> characters = new LinkedHashMap<>();
    text.codePoints()
        .map(UScript::getScript)
        .filter(MainScript::isOwn)
        .forEach(script -> characters.merge(script, 1L, Long::sum));
    // Among equals, max gives the first.
    int main =
        characters.entrySet().stream()
            .max(Comparator.comparingLong(Map.Entry::getValue))
            .map(Map.Entry::getKey)
            .orElse(UScript.COMMON);
    return UScript.getName(main);
  }

  /** The render stage's figure of characters of a script that no font has. */
  static String missingMetric(String script) {
    return "missing_glyphs." + script.toLowerCase(Locale.ROOT);
  }

  private static boolean isOwn(int script) {
    return script != UScript.COMMON && script != UScript.INHERITED && script != UScript.UNKNOWN;
  }
}
