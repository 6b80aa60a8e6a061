package io.palimpsest.transforms.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class CleanTextTest {
  @Test
  void whiteSpaceBecomesOneSpace() {
    assertThat(CleanText.of("  a\t\r\n b\u00A0\u2003c\u2028d \u0085"))
        .isEqualTo(new CleanText("a b c d", false));
  }

  @Test
  void controlsVanishAndLoneSurrogatesAreReplaced() {
    assertThat(CleanText.of("a\u0000b\u001Bc\uD83Dd")).isEqualTo(new CleanText("abc\uFFFDd", true));
  }

  @Test
  void aByteOrderMarkAtTheStartIsNoFault() {
    assertThat(CleanText.of("\uFEFFabc")).isEqualTo(new CleanText("abc", false));
  }

  @Test
  void emojiAndJoinersStay() {
    String family = "👩\u200D👩\u200D👧 ok";
    assertThat(CleanText.of(family)).isEqualTo(new CleanText(family, false));
  }

  @Property
  void cleanIsStableAndTrimmed(@ForAll String raw) {
    String clean = CleanText.of(raw).text();
    assertThat(CleanText.of(clean)).isEqualTo(new CleanText(clean, false));
    assertThat(clean).doesNotContain("  ").doesNotStartWith(" ").doesNotEndWith(" ");
    assertThat(clean.codePoints().anyMatch(c -> Character.getType(c) == Character.CONTROL))
        .isFalse();
  }
}
