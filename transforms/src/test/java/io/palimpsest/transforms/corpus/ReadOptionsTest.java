package io.palimpsest.transforms.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palimpsest.schemas.InvalidInputException;
import org.junit.jupiter.api.Test;

class ReadOptionsTest {
  private static final FieldNames LABELED = new FieldNames("text", "", "label");

  @Test
  void aFormatWithoutFieldsHasNoExamples() {
    assertThatThrownBy(() -> options(DocumentFormat.LUCENE_LINES, LABELED))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("format lucene-lines has no fields for pair-field and label-field");
  }

  @Test
  void aFileWithoutFieldsIsNamed() {
    ReadOptions auto = options(DocumentFormat.AUTO, LABELED);
    assertThat(auto.formatOf(chunk("a.tsv.gz"))).isEqualTo(DocumentFormat.TSV);
    assertThatThrownBy(() -> auto.formatOf(chunk("README")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("/in/README: format text has no fields");
    assertThat(options(DocumentFormat.AUTO, FieldNames.of("text")).formatOf(chunk("README")))
        .isEqualTo(DocumentFormat.TEXT);
  }

  @Test
  void theTextNeedsAName() {
    assertThatThrownBy(() -> FieldNames.of(""))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("text-field is empty");
  }

  private static ReadOptions options(DocumentFormat format, FieldNames fields) {
    return new ReadOptions(format, fields, 0, 1000, 0.05);
  }

  private static SourceChunk chunk(String name) {
    return new SourceChunk("/in/" + name, name, 0, 0, Long.MAX_VALUE);
  }
}
