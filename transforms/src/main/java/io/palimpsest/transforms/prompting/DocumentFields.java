package io.palimpsest.transforms.prompting;

import java.util.Map;

/** Cuts a document into what a prompt gives of it and what is to follow. */
final class DocumentFields {
  /** Words of a prompt. */
  private static final int BEGINNING = 12;

  /** Words that follow. */
  private static final int CONTINUATION = 6;

  private DocumentFields() {}

  /**
   * The fields of task continuation: the first {@value #BEGINNING} words and the {@value
   * #CONTINUATION} behind them; blank if there are not as many.
   *
   * @param text with single spaces between words
   */
  static Map<String, String> of(String text) {
    int middle = behind(BEGINNING, text, 0);
    int end = middle < 0 ? -1 : behind(CONTINUATION, text, middle + 1);
    return end < 0
        ? Map.of("beginning", "", "continuation", "")
        : Map.of(
            "beginning", text.substring(0, middle), "continuation", text.substring(middle, end));
  }

  /** The place of the space behind so many words, the text's end if there is none, else -1. */
  private static int behind(int words, String text, int from) {
    int at = from - 1;
    for (int word = 0; word < words; word++) {
      if (at == text.length()) {
        return -1;
      }
      int space = text.indexOf(' ', at + 1);
      at = space < 0 ? text.length() : space;
    }
    return at;
  }
}
