package io.palimpsest.transforms.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.transforms.storage.Workspaces;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentReaderTest {
  @TempDir Path directory;

  @BeforeEach
  void fileSystems() {
    Workspaces.store(directory);
  }

  @Test
  void aFileIsADocument() throws IOException {
    assertThat(read(DocumentFormat.AUTO, file("a.txt", "one\ntwo")))
        .containsExactly(RawRecord.accepted("a.txt", 0, "one\ntwo"));
  }

  @Test
  void aLineIsADocumentAndBlankLinesAreSkipped() throws IOException {
    assertThat(read(DocumentFormat.LINES, file("a.txt", "one\n\n \ntwo")))
        .containsExactly(
            RawRecord.accepted("a.txt@0", 0, "one"), RawRecord.accepted("a.txt@7", 7, "two"));
  }

  @Test
  void jsonLinesGiveTheirFieldOrTheReasonWhyNot() throws IOException {
    Path file =
        file("a.jsonl", "{\"text\": \"one\"}\n{\"text\": \n{\"other\": 1}\n{\"text\": 5}\n");
    List<RawRecord> records = read(DocumentFormat.AUTO, file);
    assertThat(records).hasSize(4);
    assertThat(records.get(0).text()).isEqualTo("one");
    assertThat(records.get(1).problem()).startsWith("broken JSON: ");
    assertThat(records.get(2).problem()).isEqualTo("no text field 'text'");
    assertThat(records.get(3).problem()).isEqualTo("no text field 'text'");
  }

  @Test
  void luceneLinesGiveTheirBody() throws IOException {
    List<RawRecord> records =
        read(DocumentFormat.LUCENE_LINES, file("a.txt", "title\tdate\tbody\tmore\nbroken line\n"));
    assertThat(records.get(0).text()).isEqualTo("body\tmore");
    assertThat(records.get(1).problem()).isEqualTo("1 tab-separated fields instead of 3");
  }

  @Test
  void gzipAndZstdAreDecompressed() throws IOException {
    byte[] text = "one\ntwo\n".getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(gzip)) {
      out.write(text);
    }
    for (Path file :
        List.of(bytes("a.txt.gz", gzip.toByteArray()), bytes("a.txt.zst", Zstd.compress(text)))) {
      assertThat(read(DocumentFormat.LINES, file))
          .extracting(RawRecord::text)
          .containsExactly("one", "two");
    }
  }

  @Test
  void aTruncatedFileIsNamed() throws IOException {
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(gzip)) {
      for (int i = 0; i < 10_000; i++) {
        out.write(("line " + i * 7919 + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }
    byte[] whole = gzip.toByteArray();
    Path half = bytes("half.txt.gz", Arrays.copyOf(whole, whole.length / 2));
    byte[] zstd = Zstd.compress(new byte[100_000]);
    Path zstdHalf = bytes("half.txt.zst", Arrays.copyOf(zstd, zstd.length - 3));
    for (Path file : List.of(half, zstdHalf)) {
      assertThatThrownBy(() -> read(DocumentFormat.LINES, file))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining(file.getFileName().toString())
          .hasMessageContaining("truncated or damaged");
    }
  }

  @Test
  void invalidUtf8IsRefusedWithItsPlace() throws IOException {
    List<RawRecord> records =
        read(DocumentFormat.LINES, bytes("a.txt", new byte[] {'o', 'k', '\n', 'x', (byte) 0xFF}));
    assertThat(records.get(0).problem()).isEmpty();
    assertThat(records.get(1).problem()).isEqualTo("invalid UTF-8 at byte 1");
  }

  @Test
  void aDocumentThatIsTooLongIsRefusedWithItsSize() throws IOException {
    Path file = file("a.txt", "x".repeat(2000) + "\nshort\n");
    List<RawRecord> lines = read(DocumentFormat.LINES, file);
    assertThat(lines.get(0).problem())
        .isEqualTo("document of 2000 bytes; max-document-bytes is 1000");
    assertThat(lines.get(1).text()).isEqualTo("short");
    assertThat(read(DocumentFormat.TEXT, file).get(0).problem()).contains("more than 1000 bytes");
  }

  @Test
  void avroGivesItsField() throws IOException {
    var schema =
        SchemaBuilder.record("Page").fields().requiredString("text").requiredInt("n").endRecord();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DataFileWriter<GenericRecord> writer =
        new DataFileWriter<GenericRecord>(new GenericDatumWriter<>(schema)).create(schema, out)) {
      writer.append(new GenericRecordBuilder(schema).set("text", "one").set("n", 1).build());
    }
    assertThat(read(DocumentFormat.AUTO, bytes("a.avro", out.toByteArray())))
        .containsExactly(RawRecord.accepted("a.avro@0", 0, "one"));
  }

  @Test
  void chunksOfAFileGiveEveryLineOnce() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 50; i++) {
      text.append("line ").append("x".repeat(i % 7)).append(i).append('\n');
    }
    Path file = file("a.txt", text.toString());
    List<RawRecord> whole = read(DocumentFormat.LINES, file);
    for (int size = 1; size < 40; size++) {
      List<RawRecord> parts = new ArrayList<>();
      for (long start = 0; start < text.length(); start += size) {
        parts.addAll(read(DocumentFormat.LINES, chunk(file, start, start + size)));
      }
      assertThat(parts).as("chunks of %d bytes", size).isEqualTo(whole);
    }
  }

  @Test
  void jsonLinesGivePairsAndLabels() throws IOException {
    Path file =
        file(
            "a.jsonl",
            """
            {"question": "one", "passage": "two", "answer": true}
            {"question": "one", "passage": "two", "answer": 3.80}
            {"question": "one", "passage": "two", "answer": null}
            {"question": "one", "passage": 2, "answer": "yes"}
            """);
    List<RawRecord> records =
        read(DocumentFormat.AUTO, new FieldNames("question", "passage", "answer"), whole(file));
    assertThat(records.get(0).content()).isEqualTo(content("one", "two", "true"));
    assertThat(records.get(1).content()).isEqualTo(content("one", "two", "3.80"));
    assertThat(records.get(2).problem()).isEqualTo("no label in field 'answer'");
    assertThat(records.get(3).problem()).isEqualTo("no text field 'passage'");
  }

  @Test
  void avroGivesPairsAndLabelsOrNamesTheFieldThatItLacks() throws IOException {
    var schema =
        SchemaBuilder.record("Row")
            .fields()
            .requiredString("one")
            .optionalString("two")
            .requiredDouble("score")
            .endRecord();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DataFileWriter<GenericRecord> writer =
        new DataFileWriter<GenericRecord>(new GenericDatumWriter<>(schema)).create(schema, out)) {
      for (String pair : Arrays.asList("b", null)) {
        writer.append(
            new GenericRecordBuilder(schema)
                .set("one", "a")
                .set("two", pair)
                .set("score", 2.5)
                .build());
      }
    }
    Path file = bytes("a.avro", out.toByteArray());
    List<RawRecord> records =
        read(DocumentFormat.AUTO, new FieldNames("one", "two", "score"), whole(file));
    assertThat(records.get(0).content()).isEqualTo(content("a", "b", "2.5"));
    assertThat(records.get(1).problem()).isEqualTo("no text field 'two'");
    FieldNames wrong = new FieldNames("one", "", "label");
    assertThatThrownBy(() -> read(DocumentFormat.AUTO, wrong, whole(file)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("a.avro has no field 'label' but 'one', 'two', 'score'");
  }

  @Test
  void chunksOfATableGiveEveryRowOnceAndNoHeader() throws IOException {
    StringBuilder rows = new StringBuilder("\uFEFFid\tlabel\ttext\r\n");
    for (int i = 0; i < 20; i++) {
      rows.append(i).append('\t').append(i % 2).append("\trow \"").append(i).append("\r\n");
    }
    Path file = file("a.tsv", rows.toString());
    FieldNames fields = new FieldNames("text", "", "label");
    List<RawRecord> whole = read(DocumentFormat.AUTO, fields, whole(file));
    assertThat(whole).hasSize(20);
    assertThat(whole.get(3).content())
        .isEqualTo(new Content("row \"3", Optional.empty(), Optional.of("1")));
    for (int size = 1; size < 40; size++) {
      List<RawRecord> parts = new ArrayList<>();
      for (long start = 0; start < Files.size(file); start += size) {
        parts.addAll(read(DocumentFormat.AUTO, fields, chunk(file, start, start + size)));
      }
      assertThat(parts).as("chunks of %d bytes", size).isEqualTo(whole);
    }
  }

  @Test
  void aTableWithoutNamesGivesItsFirstRowToo() throws IOException {
    Path file = file("a.tsv", "gj04\t1\t\tThe sailors.\ngj04\t0\t*\tSailors the.\n");
    assertThat(read(DocumentFormat.TSV, new FieldNames("#4", "", "#2"), whole(file)))
        .extracting(record -> record.content().label().orElseThrow())
        .containsExactly("1", "0");
  }

  @Test
  void anEmptyTableHasNoRow() throws IOException {
    assertThat(read(DocumentFormat.AUTO, file("a.tsv", ""))).isEmpty();
  }

  private static Content content(String text, String pair, String label) {
    return new Content(text, Optional.of(pair), Optional.of(label));
  }

  private static SourceChunk whole(Path file) {
    return chunk(file, 0, Long.MAX_VALUE);
  }

  private static List<RawRecord> read(DocumentFormat format, Path file) throws IOException {
    return read(format, whole(file));
  }

  private static List<RawRecord> read(DocumentFormat format, SourceChunk chunk) throws IOException {
    return read(format, FieldNames.of("text"), chunk);
  }

  private static List<RawRecord> read(DocumentFormat format, FieldNames fields, SourceChunk chunk)
      throws IOException {
    List<RawRecord> records = new ArrayList<>();
    new DocumentReader(new ReadOptions(format, fields, 0, 1000, 0.05)).read(chunk, records::add);
    return records;
  }

  private static SourceChunk chunk(Path file, long start, long end) {
    return new SourceChunk(file.toString(), file.getFileName().toString(), 0, start, end);
  }

  private Path file(String name, String text) throws IOException {
    return bytes(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private Path bytes(String name, byte[] bytes) throws IOException {
    return Files.write(directory.resolve(name), bytes);
  }
}
