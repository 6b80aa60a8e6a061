package io.palimpsest.transforms.rendering;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

/** Texts that are made to be slow, or to break what draws them. */
class HostileTextTest {
  /** Measured 0.02 to 14 µs; the bound leaves room for a busy machine, not for a square law. */
  private static final double MOST_MICROSECONDS = 150;

  private final Random random = new Random(7);

  @Test
  void heapsOfMarks() {
    assertBounded("a" + "\u0301".repeat(10_000));
    assertBounded("a" + "\u0301".repeat(1_000_000));
    assertBounded("\u0E01" + "\u0E49".repeat(100_000));
    assertBounded("\u0915\u094D".repeat(100_000));
  }

  @Test
  void endlessWords() {
    assertBounded("x".repeat(5_000_000));
    assertBounded(text(1_000_000, i -> 'a' + random.nextInt(26)));
    assertBounded(text(500_000, i -> 0x5D0 + random.nextInt(26)));
  }

  @Test
  void directionsThatAreNeverClosed() {
    int[] controls = {0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069};
    assertBounded(
        text(200_000, i -> i % 3 == 0 ? 'a' + i % 26 : controls[random.nextInt(controls.length)]));
    assertBounded("\u202E".repeat(100_000) + "abc" + "\u2067".repeat(100_000) + "\u0627");
  }

  @Test
  void whatIsInvisible() {
    assertBounded("\u200B\u200C\u200D\u2060\uFEFF\u00AD".repeat(50_000));
    assertBounded("\uDB40\uDC41".repeat(100_000));
    assertBounded(" ".repeat(500_000));
  }

  @Test
  void endlessEmoji() {
    assertBounded("\uD83D\uDC68\u200D".repeat(50_000));
    assertBounded("\uD83C\uDDE9".repeat(50_000));
  }

  @Test
  void whatIsNoCharacter() {
    assertBounded(text(100_000, i -> random.nextInt(Character.MAX_CODE_POINT + 1)));
    assertBounded(text(100_000, i -> 0xE000 + random.nextInt(0x1900)));
    assertBounded(text(100_000, i -> 0xD800 + random.nextInt(0x800)));
  }

  private static String text(int length, IntUnaryOperator codePoint) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.appendCodePoint(codePoint.applyAsInt(i));
    }
    return text.toString();
  }

  private static void assertBounded(String text) {
    try (TextRenderer renderer = new TextRenderer(RenderConfig.defaults())) {
      renderer.render("warm", "up \u05D0 \uD83D\uDE00 \u0E01", window -> {});
      int[] length = new int[1];
      long began = System.nanoTime();
      renderer.render("doc", text, window -> length[0] += window.getText().length());
      double microseconds = (System.nanoTime() - began) / 1e3;
      assertThat(length[0]).isEqualTo(text.length());
      assertThat(microseconds / text.length()).as("µs a character").isLessThan(MOST_MICROSECONDS);
    }
  }
}
