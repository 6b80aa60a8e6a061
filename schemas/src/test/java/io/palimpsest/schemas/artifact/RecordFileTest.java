package io.palimpsest.schemas.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import io.palimpsest.schemas.record.Document;
import io.palimpsest.schemas.record.PairSequence;
import io.palimpsest.schemas.record.PatchSequence;
import io.palimpsest.schemas.record.TokenSequence;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

class RecordFileTest {
  @Test
  void sameRecordsGiveSameBytes() throws IOException {
    assertThat(file(5000)).isEqualTo(file(5000)).isNotEqualTo(file(4999));
  }

  @Test
  void recordsComeBack() throws IOException {
    List<Document> read = new ArrayList<>();
    try (var in = RecordFile.reader(Document.class, new ByteArrayInputStream(file(3)))) {
      in.forEach(read::add);
    }
    assertThat(read).extracting(Document::getId).containsExactly("d0", "d1", "d2");
  }

  @Test
  void recordsOfSeveralTypesComeBackAsWhatTheyAre() throws IOException {
    PatchSequence image =
        new PatchSequence(
            "d", 0, "ab", 0, 1, 1, 1, pixels(9, 0), List.of(1), "yes", List.of(0, 1), null);
    TokenSequence tokens =
        new TokenSequence("d", 0, "ab", 0, List.of(256, 97, 98, 257), List.of(2), "yes");
    List<SpecificRecord> records = List.of(tokens, image, new PairSequence(image, tokens), image);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DataFileWriter<SpecificRecord> writer =
        RecordFile.writer(SpecificRecord.class, Modality.union(), out)) {
      for (SpecificRecord each : records) {
        writer.append(each);
      }
    }
    List<SpecificRecord> read = new ArrayList<>();
    var in = new ByteArrayInputStream(out.toByteArray());
    try (var file = RecordFile.reader(SpecificRecord.class, in)) {
      file.forEach(read::add);
    }
    assertThat(read).isEqualTo(records);
  }

  @Test
  void aFileOfOneTypeIsReadWithoutNamingIt() throws IOException {
    try (var in = RecordFile.reader(SpecificRecord.class, new ByteArrayInputStream(file(1)))) {
      assertThat(in.next()).isInstanceOf(Document.class);
    }
  }

  private static ByteBuffer pixels(int... values) {
    ByteBuffer pixels = ByteBuffer.allocate(values.length);
    for (int value : values) {
      pixels.put((byte) value);
    }
    return pixels.flip();
  }

  private static byte[] file(int records) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DataFileWriter<Document> writer =
        RecordFile.writer(Document.class, Document.getClassSchema(), out)) {
      for (int i = 0; i < records; i++) {
        writer.append(new Document("d" + i, "text ".repeat(100) + i));
      }
    }
    return out.toByteArray();
  }
}
