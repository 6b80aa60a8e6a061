package io.palimpsest.transforms.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palimpsest.schemas.InvalidInputException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TsvColumnsTest {
  private static final FieldNames PAIRS = new FieldNames("s1", "s2", "label");

  @Test
  void columnsAreFoundByName() {
    assertThat(content(named(PAIRS, "id\tlabel\ts1\ts2"), "7\t1\tone\ttwo"))
        .isEqualTo(new Content("one", Optional.of("two"), Optional.of("1")));
  }

  @Test
  void columnsAreFoundByNumberWithAndWithoutNames() {
    FieldNames cola = new FieldNames("#4", "", "#2");
    assertThat(TsvColumns.needHeader(cola)).isFalse();
    Content expected = new Content("The sailors.", Optional.empty(), Optional.of("1"));
    String row = "gj04\t1\t\tThe sailors.";
    assertThat(content(TsvColumns.of(cola, "f", Optional.empty()), row)).isEqualTo(expected);
    FieldNames mixed = new FieldNames("#4", "", "ok");
    assertThat(TsvColumns.needHeader(mixed)).isTrue();
    assertThat(content(named(mixed, "by\tok\tmark\tsentence"), row)).isEqualTo(expected);
  }

  @Test
  void aNameThatBeginsLikeANumberIsAName() {
    FieldNames mrpc = new FieldNames("#1 String", "#2 String", "Quality");
    assertThat(TsvColumns.needHeader(mrpc)).isTrue();
    assertThat(content(named(mrpc, "Quality\t#1 String\t#2 String"), "0\ta\tb").text())
        .isEqualTo("a");
  }

  @Test
  void nothingIsQuoted() {
    assertThat(content(named(PAIRS, "s1\ts2\tlabel"), "\"one\ttwo\" \"\"\t\"1\""))
        .isEqualTo(new Content("\"one", Optional.of("two\" \"\""), Optional.of("\"1\"")));
  }

  @Test
  void aRowWithTooFewColumnsIsRefusedWithTheirNumber() {
    TsvColumns columns = named(PAIRS, "s1\ts2\tlabel\tmore");
    assertThat(columns.parse(line("one\ttwo")).problem())
        .isEqualTo("2 tab-separated columns instead of at least 3");
    assertThat(columns.parse(line("one\ttwo\t1")).problem()).isEmpty();
  }

  @Test
  void aMissingColumnIsNamedWithFileAndColumns() {
    assertThatThrownBy(() -> named(PAIRS, "s1\tsentence2\tlabel"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "a/b.tsv has no column 's2' but 's1', 'sentence2', 'label'; set pair-field to one of"
                + " them, or give all columns as '#1' to '#3' if the file does not name them");
    assertThatThrownBy(() -> named(new FieldNames("s1", "", "#3"), "s1\tx"))
        .hasMessageContaining("a/b.tsv has no column '#3' but 's1', 'x'; set label-field");
  }

  @Test
  void columnsCountFromOne() {
    assertThatThrownBy(() -> TsvColumns.of(FieldNames.of("#0"), "f", Optional.empty()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("text-field is '#0'; columns count from '#1'");
  }

  @Test
  void onlyEmptyLinesAndTheHeaderAreSkipped() {
    TsvColumns header = named(PAIRS, "s1\ts2\tlabel");
    assertThat(header.skips(bytes(0, "s1\ts2\tlabel"))).isTrue();
    assertThat(header.skips(bytes(20, ""))).isTrue();
    assertThat(header.skips(bytes(20, "\t\t"))).isFalse();
    TsvColumns none = TsvColumns.of(FieldNames.of("#1"), "f", Optional.empty());
    assertThat(none.skips(bytes(0, "one"))).isFalse();
  }

  private static TsvColumns named(FieldNames names, String header) {
    return TsvColumns.of(names, "a/b.tsv", Optional.of(header));
  }

  private static Content content(TsvColumns columns, String row) {
    RawRecord record = columns.parse(line(row));
    assertThat(record.problem()).isEmpty();
    return record.content();
  }

  private static RawRecord line(String text) {
    return RawRecord.accepted("f@9", 9, text);
  }

  private static LineReader.Line bytes(long offset, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new LineReader.Line(offset, bytes.length, bytes);
  }
}
