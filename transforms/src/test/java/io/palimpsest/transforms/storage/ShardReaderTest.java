package io.palimpsest.transforms.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.artifact.Checksum;
import io.palimpsest.schemas.artifact.RawRecord;
import io.palimpsest.schemas.artifact.RecordFile;
import io.palimpsest.schemas.artifact.ShardReader;
import io.palimpsest.schemas.record.Document;
import io.palimpsest.schemas.record.PatchSequence;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardReaderTest {
  private static final Schema SCHEMA = Document.getClassSchema();

  @TempDir Path folder;
  private final List<Document> written = new ArrayList<>();
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = folder.resolve("shard.avro");
    try (DataFileWriter<Document> out =
        RecordFile.writer(Document.class, SCHEMA, Files.newOutputStream(file))) {
      for (int i = 0; i < 5000; i++) {
        Document document = new Document("d" + i, "τext ".repeat(i % 400));
        written.add(document);
        out.append(document);
      }
    }
  }

  @Test
  void rawRecordsAreTheRecords() throws IOException {
    List<Document> read = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    readRaw(
        SCHEMA,
        record -> {
          read.add(decode(record));
          ids.add(record.fields().get("id").toString());
          assertThat(record.fields().getSchema().getFields()).hasSize(1);
        });
    assertThat(read).isEqualTo(written);
    assertThat(ids).isEqualTo(written.stream().map(Document::getId).toList());
  }

  @Test
  void rawRecordsOfAnotherSchemaAreRefused() {
    assertThatThrownBy(() -> readRaw(PatchSequence.getClassSchema(), record -> {}))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("another version");
  }

  @Test
  void damageIsNamed() throws IOException {
    String checksum = checksum();
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    assertThatThrownBy(() -> readRaw(SCHEMA, checksum, record -> {}))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("is damaged");
  }

  private void readRaw(Schema schema, Consumer<RawRecord> sink) throws IOException {
    readRaw(schema, checksum(), sink);
  }

  private void readRaw(Schema schema, String checksum, Consumer<RawRecord> sink)
      throws IOException {
    ShardReader.forEachRaw(
        new BeamStorage(), file.toString(), checksum, schema, Set.of("id"), sink);
  }

  private String checksum() throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return Checksum.of(in);
    }
  }

  private static Document decode(RawRecord record) {
    byte[] bytes =
        Arrays.copyOfRange(record.bytes(), record.offset(), record.offset() + record.length());
    try {
      return new SpecificDatumReader<>(Document.class)
          .read(null, DecoderFactory.get().binaryDecoder(bytes, null));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
