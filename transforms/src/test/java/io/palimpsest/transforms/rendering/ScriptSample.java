package io.palimpsest.transforms.rendering;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A line of {@code samples.tsv}.
 *
 * @param sha256 of its picture's pixels
 */
record ScriptSample(String script, String text, String sha256) {
  static List<ScriptSample> all() throws IOException {
    try (InputStream in = ScriptSample.class.getResourceAsStream("samples.tsv")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.split("\t", -1))
          .map(cells -> new ScriptSample(cells[0], cells[1], cells[2]))
          .toList();
    }
  }
}
