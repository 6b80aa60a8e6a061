package io.palimpsest.schemas;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Takes out of a text what gives access: what stands before the host of a URL, signatures and
 * tokens of its query, values of options and fields whose names say password, secret, token or key.
 * Texts that are written or shown go through here, since a library's message may quote any of them.
 */
public final class Secrets {
  private static final String NAMES =
      "passw(?:or)?d|passphrase|secret|api[_-]?key|access[_-]?key|private[_-]?key|signature"
          + "|credentials?|token(?!iz|s|_)";

  private static final List<Pattern> PATTERNS =
      List.of(
          Pattern.compile("(://)[^/\\s@'\"]+(?=@)"),
          Pattern.compile("(?i)([?&](?:[\\w.-]*(?:" + NAMES + ")[\\w.-]*|sig)=)[^&\\s'\"]+"),
          Pattern.compile("(?i)((?:" + NAMES + ")[\\w.-]*\"?\\s*[=:]\\s*\"?)[^\\s\",;}&]+"),
          Pattern.compile("(?i)(\\bbearer\\s+)[\\w.~+/=-]+"));

  private Secrets() {}

  /** The text with three stars for each secret; null for null. */
  public static String redacted(String text) {
    String clean = text;
    for (int i = 0; clean != null && i < PATTERNS.size(); i++) {
      clean = PATTERNS.get(i).matcher(clean).replaceAll("$1***");
    }
    return clean;
  }
}
