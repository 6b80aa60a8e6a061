package io.palimpsest.model.metric;

import java.util.List;
import java.util.regex.Pattern;

/** Words as NIST's mteval-v13a parts them, after sacrebleu's tokenizer {@code 13a}. */
final class MtevalTokens {
  /** What Python takes for white space. */
  private static final String SPACE =
      "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+";

  private static final Pattern SPACES = Pattern.compile(SPACE);
  private static final Pattern LAST_SPACES = Pattern.compile(SPACE + "\\z");

  private static final Pattern PUNCTUATION = Pattern.compile("([{-~\\[-` -&(-+:-@/])");
  private static final Pattern POINT_AFTER_NO_DIGIT = Pattern.compile("([^0-9])([.,])");
  private static final Pattern POINT_BEFORE_NO_DIGIT = Pattern.compile("([.,])([^0-9])");
  private static final Pattern DASH_AFTER_DIGIT = Pattern.compile("([0-9])(-)");

  private MtevalTokens() {}

  static List<String> of(String text) {
    String line =
        LAST_SPACES
            .matcher(text)
            .replaceAll("")
            .replace("<skipped>", "")
            .replace("-\n", "")
            .replace("\n", " ")
            .replace("&quot;", "\"")
            .replace("&amp;", "&")
            .replace("&lt;", "<")
            .replace("&gt;", ">");
    line = PUNCTUATION.matcher(" " + line + " ").replaceAll(" $1 ");
    line = POINT_AFTER_NO_DIGIT.matcher(line).replaceAll("$1 $2 ");
    line = POINT_BEFORE_NO_DIGIT.matcher(line).replaceAll(" $1 $2");
    line = DASH_AFTER_DIGIT.matcher(line).replaceAll("$1 $2 ");
    return SPACES.splitAsStream(line).filter(word -> !word.isEmpty()).toList();
  }
}
