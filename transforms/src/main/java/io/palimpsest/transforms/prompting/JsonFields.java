package io.palimpsest.transforms.prompting;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** The fields of a JSON object that are texts, numbers or truth values. */
final class JsonFields {
  private JsonFields() {}

  static Map<String, String> of(JsonNode object) {
    Map<String, String> fields = new LinkedHashMap<>();
    object
        .fields()
        .forEachRemaining(
            field -> {
              if (field.getValue().isValueNode() && !field.getValue().isNull()) {
                fields.put(field.getKey(), field.getValue().asText());
              }
            });
    return fields;
  }
}
