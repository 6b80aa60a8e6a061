package io.palimpsest.transforms.rendering;

import com.ibm.icu.lang.UScript;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts characters that no font has, by script. */
public final class MissingGlyphs {
  private final SortedMap<String, Long> byScript = new TreeMap<>();
  private long total;

  /** How many there were. */
  public long total() {
    return total;
  }

  /** How many there were of each script, by its Unicode name in lower case, such as {@code han}. */
  public SortedMap<String, Long> byScript() {
    return byScript;
  }

  void add(int[] scripts) {
    for (int script : scripts) {
      byScript.merge(UScript.getName(script).toLowerCase(Locale.ROOT), 1L, Long::sum);
      total++;
    }
  }
}
