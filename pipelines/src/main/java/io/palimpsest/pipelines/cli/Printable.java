package io.palimpsest.pipelines.cli;

/** Texts of documents, names and messages as a terminal may have them. */
final class Printable {
  private Printable() {}

  /**
   * The text with every control character but the line feed and the tab written as its number: a
   * terminal would obey those that follow an escape, and those from U+0080 to U+009F.
   */
  static String of(String text) {
    return String.valueOf(text)
        .codePoints()
        .collect(StringBuilder::new, Printable::append, StringBuilder::append)
        .toString();
  }

  private static void append(StringBuilder out, int c) {
    if (Character.isISOControl(c) && c != '\n' && c != '\t') {
      out.append("\\u%04x".formatted(c));
    } else {
      out.appendCodePoint(c);
    }
  }
}
