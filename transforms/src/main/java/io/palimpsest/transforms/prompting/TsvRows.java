package io.palimpsest.transforms.prompting;

import io.palimpsest.transforms.corpus.TextLines;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Rows of tab-separated values as GLUE has them: nothing is quoted, the first line has names. */
final class TsvRows implements RowReader {
  @Override
  public void read(PromptSource source, Consumer<PromptRow> sink) throws IOException {
    try (TextLines lines = TextLines.open(source.paths().get(0))) {
      List<String> names = split(lines.next().orElse(""));
      Optional<String> line = lines.next();
      for (; line.isPresent(); line = lines.next()) {
        if (!line.get().isEmpty()) {
          sink.accept(new PromptRow(lines.number() - 2, fields(lines, names, line.get())));
        }
      }
    }
  }

  private static Map<String, String> fields(TextLines lines, List<String> names, String line) {
    List<String> values = split(line);
    if (values.size() < names.size()) {
      throw lines.problem(
          "%d tab-separated columns instead of %d".formatted(values.size(), names.size()));
    }
    Map<String, String> fields = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      fields.put(names.get(i), values.get(i));
    }
    return fields;
  }

  private static List<String> split(String line) {
    return List.of(line.split("\t", -1));
  }
}
