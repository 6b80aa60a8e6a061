package io.palimpsest.transforms.prompting;

import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.util.ULocale;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Cuts documents into what a prompt gives and what is to follow, the fields of task continuation,
 * between words of any script. Not for use by several threads.
 */
final class DocumentFields {
  /** Bytes of a prompt, at most. */
  private static final int BEGINNING = 80;

  /** Bytes that follow, at most. */
  private static final int CONTINUATION = 40;

  /** Of a document, so that a book does not take part with its every line. */
  private static final int MOST = 1000;

  private final BreakIterator words = BreakIterator.getWordInstance(ULocale.ROOT);

  /** One behind the other; what is left at the end is too short for one. */
  List<Map<String, String>> of(String text) {
    words.setText(text);
    List<Map<String, String>> pieces = new ArrayList<>();
    int start = 0;
    while (pieces.size() < MOST) {
      int middle = end(text, start, BEGINNING);
      int end = end(text, middle, CONTINUATION);
      if (end == text.length() || middle == start || end == middle) {
        break;
      }
      pieces.add(
          Map.of(
              "beginning", text.substring(start, middle).strip(),
              "continuation", text.substring(middle, end)));
      start = end;
    }
    return pieces;
  }

  /** The last word's end that so many bytes reach. */
  private int end(String text, int start, int bytes) {
    int end = start;
    int left = bytes;
    for (int next = words.following(start); next != BreakIterator.DONE; next = words.next()) {
      left -= text.substring(end, next).getBytes(StandardCharsets.UTF_8).length;
      if (left < 0) {
        return end;
      }
      end = next;
    }
    return end;
  }
}
