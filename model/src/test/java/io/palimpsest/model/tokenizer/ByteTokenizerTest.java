package io.palimpsest.model.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ByteTokenizerTest {
  private final ByteTokenizer tokenizer = new ByteTokenizer();

  @Test
  void idsAreBytesWithTheirCharactersOffsets() {
    Encoding encoding = tokenizer.encode("aé\uD83D\uDE00!");
    assertThat(encoding.ids()).containsExactly('a', 0xC3, 0xA9, 0xF0, 0x9F, 0x98, 0x80, '!');
    assertThat(encoding.starts()).containsExactly(0, 1, 1, 2, 2, 2, 2, 4);
    assertThat(encoding.ends()).containsExactly(1, 2, 2, 4, 4, 4, 4, 5);
  }

  @Test
  void markersStandBehindTheBytes() {
    assertThat(tokenizer.vocabulary()).isEqualTo(258);
    assertThat(List.of(tokenizer.bos(), tokenizer.eos())).containsExactly(256, 257);
    assertThat(tokenizer.decode(List.of(256, (int) 'a', 257))).isEqualTo("a");
  }

  @Test
  void aCutCharacterIsReplaced() {
    assertThat(tokenizer.decode(List.of(0x98, 0x80, (int) 'a', 0xC3)))
        .isEqualTo("\uFFFD\uFFFDa\uFFFD");
  }

  @Test
  void anIdOutsideTheVocabularyIsRefused() {
    assertThatThrownBy(() -> tokenizer.decode(List.of(258)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("id 258; ids are from 0 to 257");
  }

  @Property
  void everyTextComesBack(@ForAll String text) {
    Encoding encoding = tokenizer.encode(text);
    String back = tokenizer.decode(Arrays.stream(encoding.ids()).boxed().toList());
    assertThat(back).isEqualTo(WellFormed.of(text)).hasSameSizeAs(text);
    assertThat(back.getBytes(StandardCharsets.UTF_8)).hasSize(encoding.size());
    assertThat(Arrays.stream(encoding.ids())).allMatch(id -> id >= 0 && id < 256);
  }

  @Property
  void offsetsCoverTheTextInOrder(@ForAll String text) {
    Encoding encoding = tokenizer.encode(text);
    int end = 0;
    for (int i = 0; i < encoding.size(); i++) {
      assertThat(encoding.starts()[i]).isIn(end, i == 0 ? 0 : encoding.starts()[i - 1]);
      end = encoding.ends()[i];
    }
    assertThat(end).isEqualTo(text.length());
  }
}
