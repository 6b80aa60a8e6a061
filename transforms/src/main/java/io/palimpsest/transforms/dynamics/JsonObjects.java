package io.palimpsest.transforms.dynamics;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.transforms.corpus.TextLines;
import java.io.IOException;
import java.util.Optional;

/** JSON objects of a file, each on a line, or all in one list. */
final class JsonObjects {
  /** Python writes NaN where a value is none. */
  static final ObjectMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  /** An object and where it stands. */
  record Place(JsonNode object, String path, long line) {
    /** What is wrong with it. */
    InvalidInputException problem(String message) {
      return new InvalidInputException("%s:%d: %s".formatted(path, line, message));
    }

    /** A whole number that must be there. */
    int number(JsonNode of, String field) {
      if (!of.path(field).canConvertToInt() || !of.path(field).isIntegralNumber()) {
        throw problem(
            "field '%s' is %s, no whole number; correct the file"
                .formatted(field, of.has(field) ? of.get(field) : "missing"));
      }
      return of.get(field).intValue();
    }
  }

  /** Takes an object. */
  @FunctionalInterface
  interface Sink {
    void accept(Place place) throws IOException;
  }

  private JsonObjects() {}

  /**
   * Passes every object on; blank lines are passed over.
   *
   * @throws InvalidInputException for what is no object; names file and line
   */
  static void forEach(String path, Sink sink) throws IOException {
    try (TextLines lines = TextLines.open(path)) {
      StringBuilder list = new StringBuilder();
      long begin = 0;
      for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
        if (list.length() > 0 || (begin == 0 && line.get().stripLeading().startsWith("["))) {
          list.append(line.get()).append('\n');
        } else if (!line.get().isBlank()) {
          begin = lines.number();
          sink.accept(object(new Place(parsed(line.get(), path, begin), path, begin)));
        }
      }
      if (list.length() > 0) {
        forEachOf(list.toString(), path, sink);
      }
    }
  }

  private static void forEachOf(String list, String path, Sink sink) throws IOException {
    try (JsonParser parser = JSON.createParser(list)) {
      parser.nextToken();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        long line = parser.currentLocation().getLineNr();
        sink.accept(object(new Place(JSON.readTree(parser), path, line)));
      }
    } catch (JsonProcessingException e) {
      throw broken(path, e.getLocation().getLineNr(), e);
    }
  }

  private static Place object(Place place) {
    if (!place.object().isObject()) {
      throw place.problem("there is no JSON object; correct the file");
    }
    return place;
  }

  private static JsonNode parsed(String text, String path, long line) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw broken(path, line, e);
    }
  }

  private static InvalidInputException broken(String path, long line, JsonProcessingException e) {
    return new InvalidInputException(
        "%s:%d: broken JSON: %s; correct the file".formatted(path, line, e.getOriginalMessage()),
        e);
  }
}
