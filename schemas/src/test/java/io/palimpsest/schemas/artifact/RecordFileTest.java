package io.palimpsest.schemas.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import io.palimpsest.schemas.record.Document;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.file.DataFileWriter;
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
