package io.palimpsest.transforms.tokenizing;

import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.util.ULocale;
import io.palimpsest.model.tokenizer.Encoding;
import io.palimpsest.model.tokenizer.Tokenizer;
import io.palimpsest.schemas.InvalidInputException;

/**
 * Cuts texts into windows of so many tokens. A cut falls behind a space of the window's later half,
 * or else between grapheme clusters (Unicode Standard Annex 29), or within one that is longer than
 * a window between code points.
 *
 * <p>The tokens of a window are those of its own text, as a model meets them that is given this
 * text alone. Text is looked at a few windows ahead at most, so that memory does not grow with it.
 * For one thread.
 */
final class TokenWindows {
  /** How much text is tried first: about what a token of a large vocabulary holds. */
  private static final int CHARACTERS_A_TOKEN = 6;

  private final Tokenizer tokenizer;
  private final BreakIterator clusters = BreakIterator.getCharacterInstance(ULocale.ROOT);

  TokenWindows(Tokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  /**
   * The window that begins at {@code start}.
   *
   * @param room the most tokens, at least 1
   * @throws InvalidInputException if the first character alone has more
   */
  TokenWindow fill(String text, int start, int room) {
    long reach = (long) room * CHARACTERS_A_TOKEN;
    int end = cut(text, start, Math.min(start + reach, text.length()));
    Encoding encoding = tokenizer.encode(text.substring(start, end));
    while (encoding.size() <= room && end < text.length()) {
      reach *= 2;
      end = cut(text, start, Math.min(start + reach, text.length()));
      encoding = tokenizer.encode(text.substring(start, end));
    }
    while (encoding.size() > room) {
      // The piece before the cut may have more tokens than it had as a part: then once more.
      int limit = Math.min(start + encoding.starts()[room], end - 1);
      end = limit <= start ? start : cut(text, start, limit);
      if (end == start) {
        throw tooNarrow(text, start, room);
      }
      encoding = tokenizer.encode(text.substring(start, end));
    }
    return TokenWindow.of(text.substring(start, end), encoding.ids());
  }

  private static InvalidInputException tooNarrow(String text, int start, int room) {
    return new InvalidInputException(
        "the character U+%04X has more tokens than the %d that a window has room for; raise max-tokens"
            .formatted(text.codePointAt(start), room));
  }

  /** The best place for a cut behind {@code start} and up to {@code limit}. */
  private int cut(String text, int start, long limit) {
    int last = (int) limit;
    if (last == text.length()) {
      return last;
    }
    // A cluster that begins before the limit is known by the code point behind it.
    clusters.setText(text.substring(start, Math.min(text.length(), last + 2)));
    int space = text.lastIndexOf(' ', last - 1) + 1;
    if (space > start + (last - start) / 2 && clusters.isBoundary(space - start)) {
      return space;
    }
    int boundary =
        clusters.isBoundary(last - start) ? last : start + clusters.preceding(last - start);
    return boundary > start ? boundary : wholeCodePoints(text, last);
  }

  private static int wholeCodePoints(String text, int limit) {
    boolean within =
        Character.isHighSurrogate(text.charAt(limit - 1))
            && Character.isLowSurrogate(text.charAt(limit));
    return within ? limit - 1 : limit;
  }
}
