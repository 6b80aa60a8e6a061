package io.palimpsest.transforms.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.zip.GZIPOutputStream;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryData;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of strangers that would take all memory, or never end. */
class HostileDocumentsTest {
  private static final String TEXT =
      "{\"type\": \"record\", \"name\": \"R\", \"fields\": [{\"name\": \"text\", \"type\": %s}]}";

  @TempDir Path directory;

  @BeforeEach
  void fileSystems() {
    Workspaces.store(directory);
  }

  @Test
  void aLineWithoutEndInAGzipIsRejected() throws IOException {
    Path file = directory.resolve("bomb.jsonl.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      byte[] spaces = new byte[1 << 20];
      Arrays.fill(spaces, (byte) ' ');
      for (int i = 0; i < 200; i++) {
        out.write(spaces);
      }
      out.write("\n{\"text\": \"next\"}\n".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(Files.size(file)).isLessThan(1 << 20);
    List<RawRecord> records = read(file);
    assertThat(records).hasSize(2);
    assertThat(records.get(0).problem()).contains("document of 209715200 bytes");
    assertThat(records.get(1).text()).isEqualTo("next");
  }

  @Test
  void jsonThatIsNestedTooDeepIsRejected() throws IOException {
    Path file = directory.resolve("deep.jsonl");
    Files.writeString(
        file, "{\"x\": " + "[".repeat(500_000) + "\n" + "{\"text\": " + "9".repeat(5000) + "}\n");
    List<RawRecord> records = read(file);
    assertThat(records).hasSize(2);
    assertThat(records.get(0).problem()).startsWith("broken JSON: ").contains("depth");
    assertThat(records.get(1).problem()).isNotEmpty();
  }

  @Test
  void avroThatClaimsTooMuchIsRefused() throws IOException {
    refused(
        avro(TEXT.formatted("\"string\""), 1, 1 << 30, new byte[5]),
        "truncated or damaged",
        "so many bytes");
    refused(
        avro(TEXT.formatted("\"string\""), 1, 5, number(1 << 30)),
        "truncated or damaged",
        "exceeds maximum");
    // Texts that take a byte each end with the block.
    refused(
        avro(TEXT.formatted("\"string\""), Long.MAX_VALUE, 3, new byte[3]), "truncated or damaged");
  }

  @Test
  void endlesslyManyEmptyRecordsAreRefused() throws IOException {
    refused(
        avro(TEXT.formatted("\"null\""), Long.MAX_VALUE, 0, new byte[0]),
        "has no text in field 'text'");
    refused(avro("\"null\"", Long.MAX_VALUE, 0, new byte[0]), "values of type null");
  }

  @Test
  void avroThatIsNestedTooDeepIsRefused() throws IOException {
    // A list: each record holds the next one, a byte each.
    String schema =
        "{\"type\": \"record\", \"name\": \"R\", \"fields\": [{\"name\": \"next\", \"type\": [\"null\","
            + " \"R\"]}, {\"name\": \"text\", \"type\": \"string\"}]}";
    byte[] block = new byte[1 << 22];
    Arrays.fill(block, (byte) 2);
    refused(avro(schema, 1, block.length, block), "nests values too deep");
  }

  @Test
  void aSchemaThatIsNestedTooDeepIsRefused() throws IOException {
    String type = "\"int\"";
    for (int i = 0; i < 3000; i++) {
      type = "{\"type\": \"array\", \"items\": " + type + "}";
    }
    refused(avro(TEXT.formatted(type), 1, 1, new byte[1]), "");
  }

  private void refused(Path file, String... parts) {
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(file.toString())
        .satisfies(failure -> assertThat(failure.getMessage()).contains(parts));
  }

  private static List<RawRecord> read(Path file) throws IOException {
    ReadOptions options =
        new ReadOptions(DocumentFormat.AUTO, FieldNames.of("text"), 0, 1 << 20, 0);
    List<RawRecord> records = new ArrayList<>();
    SourceChunk whole =
        new SourceChunk(file.toString(), file.getFileName().toString(), 0, 0, Long.MAX_VALUE);
    new DocumentReader(options).read(whole, records::add);
    return records;
  }

  private Path avro(String schema, long records, long bytes, byte[] block) throws IOException {
    if (schema.length() < 10_000) {
      new Schema.Parser().parse(schema);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(new byte[] {'O', 'b', 'j', 1});
    out.write(number(1));
    out.write(number("avro.schema".length()));
    out.write("avro.schema".getBytes(StandardCharsets.UTF_8));
    out.write(number(schema.length()));
    out.write(schema.getBytes(StandardCharsets.UTF_8));
    out.write(number(0));
    out.write(new byte[16]);
    out.write(number(records));
    out.write(number(bytes));
    out.write(block);
    out.write(new byte[16]);
    return Files.write(directory.resolve("hostile.avro"), out.toByteArray());
  }

  private static byte[] number(long value) {
    byte[] bytes = new byte[10];
    return Arrays.copyOf(bytes, BinaryData.encodeLong(value, bytes, 0));
  }
}
