package io.palimpsest.transforms.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import io.palimpsest.schemas.record.Document;
import io.palimpsest.schemas.record.LabeledExample;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ContentTest {
  @Test
  void allPartsAreCleaned() {
    assertThat(content(" a\u00A0 b", "c\td ", " 1\u0000").clean())
        .isEqualTo(content("a b", "c d", "1"));
  }

  @Test
  void anEmptyPartIsAProblem() {
    assertThat(content("a", "b", "1").problem()).isEmpty();
    assertThat(content("", "b", "1").problem()).isEqualTo("only white space");
    assertThat(content("a", "", "1").problem())
        .isEqualTo("only white space in the second sentence");
    assertThat(content("a", "b", "").problem()).isEqualTo("only white space as label");
  }

  @Test
  void duplicatesAgreeInTextPairAndLabel() {
    assertThat(content("a", "b", "1").identity())
        .isEqualTo(content("a", "b", "1").identity())
        .isNotEqualTo(content("a", "b", "0").identity())
        .isNotEqualTo(content("b", "a", "1").identity())
        .isNotEqualTo(content("a b", "", "1").identity());
    assertThat(Content.of("a").identity()).isEqualTo("a");
  }

  @Test
  void aTextAloneIsADocument() {
    assertThat(Content.of("a").toRecord("id")).isEqualTo(new Document("id", "a"));
    assertThat(new Content("a", Optional.empty(), Optional.of("1")).toRecord("id"))
        .isEqualTo(new LabeledExample("id", "a", null, "1"));
    assertThat(new Content("a", Optional.of("b"), Optional.empty()).toRecord("id"))
        .isEqualTo(new LabeledExample("id", "a", "b", null));
  }

  @Test
  void bytesAreThoseOfBothSentences() {
    assertThat(content("aß", "你", "label").bytes()).isEqualTo(3 + 3);
  }

  private static Content content(String text, String pair, String label) {
    return new Content(text, Optional.of(pair), Optional.of(label));
  }
}
