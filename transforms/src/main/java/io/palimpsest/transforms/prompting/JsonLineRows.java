package io.palimpsest.transforms.prompting;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.palimpsest.transforms.corpus.TextLines;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/** Rows that are a JSON object a line; blank lines are passed over. */
final class JsonLineRows implements RowReader {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public void read(PromptSource source, Consumer<PromptRow> sink) throws IOException {
    try (TextLines lines = TextLines.open(source.paths().get(0))) {
      Optional<String> line = lines.next();
      for (; line.isPresent(); line = lines.next()) {
        if (!line.get().isBlank()) {
          sink.accept(new PromptRow(lines.number() - 1, JsonFields.of(object(lines, line.get()))));
        }
      }
    }
  }

  private static JsonNode object(TextLines lines, String line) {
    try {
      JsonNode object = JSON.readTree(line);
      if (object.isObject()) {
        return object;
      }
    } catch (JsonProcessingException e) {
      throw lines.problem("broken JSON: " + e.getOriginalMessage());
    }
    throw lines.problem("the line is no JSON object");
  }
}
