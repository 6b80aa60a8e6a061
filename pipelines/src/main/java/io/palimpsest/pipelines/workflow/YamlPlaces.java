package io.palimpsest.pipelines.workflow;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The lines on which a YAML file's keys stand. */
final class YamlPlaces {
  private final String file;
  private final Map<JsonPointer, Integer> lines = new HashMap<>();
  private Optional<YamlPlaces> included = Optional.empty();

  YamlPlaces(String file, byte[] yaml) throws IOException {
    this.file = file;
    try (JsonParser parser = new YAMLFactory().createParser(yaml)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        JsonPointer pointer = parser.getParsingContext().pathAsPointer();
        lines.putIfAbsent(pointer, parser.currentTokenLocation().getLineNr());
      }
    }
  }

  /** Says where to look for keys that are not in this file. */
  void include(YamlPlaces other) {
    included = Optional.of(other);
  }

  /** {@code "file.yaml:7: "}, or without a line if the key is not in the file. */
  String of(String... path) {
    JsonPointer pointer = JsonPointer.empty();
    Integer line = null;
    if (included.isPresent() && path.length > 1 && !has(path[0], path[1])) {
      return included.get().of(path);
    }
    for (String key : path) {
      pointer = pointer.appendProperty(key);
      line = lines.getOrDefault(pointer, line);
    }
    return line == null ? file + ": " : "%s:%d: ".formatted(file, line);
  }

  private boolean has(String first, String second) {
    return lines.containsKey(JsonPointer.empty().appendProperty(first).appendProperty(second));
  }
}
