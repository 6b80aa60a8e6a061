package io.palimpsest.transforms.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LineReaderTest {
  @Test
  void endsAtLineFeedsAndTheEnd() throws IOException {
    assertThat(texts("a\nbc\r\n\nd", 10)).containsExactly("0:a", "2:bc", "6:", "7:d");
  }

  @Test
  void anEmptyFileHasNoLine() throws IOException {
    assertThat(texts("", 10)).isEmpty();
  }

  @Test
  void aLongLineIsCutButMeasured() throws IOException {
    LineReader lines = reader("x".repeat(200_000) + "\nnext\n", 100);
    LineReader.Line line = lines.next().orElseThrow();
    assertThat(line.cut()).isTrue();
    assertThat(line.length()).isEqualTo(200_000);
    assertThat(line.bytes()).hasSize(100);
    assertThat(lines.next().orElseThrow().offset()).isEqualTo(200_001);
  }

  @Test
  void aLineOfJustTheLimitIsWhole() throws IOException {
    LineReader.Line line = reader("x".repeat(100) + "\n", 100).next().orElseThrow();
    assertThat(line.cut()).isFalse();
    assertThat(line.bytes()).hasSize(100);
  }

  private static List<String> texts(String file, int max) throws IOException {
    LineReader lines = reader(file, max);
    List<String> texts = new ArrayList<>();
    for (Optional<LineReader.Line> line = lines.next(); line.isPresent(); line = lines.next()) {
      LineReader.Line found = line.get();
      texts.add(found.offset() + ":" + new String(found.bytes(), StandardCharsets.UTF_8));
    }
    return texts;
  }

  private static LineReader reader(String file, int max) {
    InputStream in = new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8));
    return new LineReader(in, 0, max);
  }
}
