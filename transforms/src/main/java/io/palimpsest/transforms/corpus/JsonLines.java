package io.palimpsest.transforms.corpus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Optional;

/** Takes fields out of lines that are JSON objects. */
record JsonLines(FieldNames names) implements LineParser {
  /** Numbers as labels keep the digits that the source has. */
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
          .build();

  @Override
  public RawRecord parse(RawRecord line) {
    try {
      return new Values(JSON.readTree(line.text())).record(names, line);
    } catch (JsonProcessingException e) {
      return line.refused("broken JSON: " + e.getOriginalMessage());
    }
  }

  private record Values(JsonNode object) implements FieldValues {
    @Override
    public Optional<String> text(String field) {
      return Optional.ofNullable(object.path(field).textValue());
    }

    @Override
    public Optional<String> scalar(String field) {
      JsonNode value = object.path(field);
      return value.isValueNode() && !value.isNull()
          ? Optional.of(value.asText())
          : Optional.empty();
    }
  }
}
