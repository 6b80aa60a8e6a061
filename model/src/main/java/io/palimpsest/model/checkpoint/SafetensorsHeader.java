package io.palimpsest.model.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The JSON at the start of a safetensors file: metadata, then each tensor's type and place. */
final class SafetensorsHeader {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String METADATA = "__metadata__";
  private static final int ALIGNMENT = 8;

  private SafetensorsHeader() {}

  /** The header's bytes for tensors that follow one another; spaces align what follows. */
  static byte[] bytes(Map<String, String> metadata, List<Tensor> tensors) {
    ObjectNode root = JSON.createObjectNode();
    root.set(METADATA, JSON.valueToTree(new TreeMap<>(metadata)));
    long offset = 0;
    for (Tensor tensor : tensors) {
      ObjectNode entry = root.putObject(tensor.name());
      entry.put("dtype", tensor.type());
      entry.set("shape", JSON.valueToTree(tensor.shape()));
      entry.putArray("data_offsets").add(offset).add(offset + tensor.size());
      offset += tensor.size();
    }
    String text = root.toString();
    int length = text.getBytes(StandardCharsets.UTF_8).length;
    return (text + " ".repeat(Math.floorMod(-length, ALIGNMENT))).getBytes(StandardCharsets.UTF_8);
  }

  /** Reads a header. */
  static Parsed parse(byte[] bytes) throws JsonProcessingException {
    JsonNode root = JSON.readTree(new String(bytes, StandardCharsets.UTF_8));
    Map<String, String> metadata = new TreeMap<>();
    List<Entry> entries = new ArrayList<>();
    root.fields()
        .forEachRemaining(
            field -> {
              if (field.getKey().equals(METADATA)) {
                field
                    .getValue()
                    .fields()
                    .forEachRemaining(m -> metadata.put(m.getKey(), m.getValue().asText()));
              } else {
                entries.add(entry(field.getKey(), field.getValue()));
              }
            });
    entries.sort(Comparator.comparingLong(Entry::begin));
    return new Parsed(metadata, entries);
  }

  /** A header's content, the entries in the order of their data. */
  record Parsed(Map<String, String> metadata, List<Entry> entries) {}

  /** A tensor's place in the data: from {@code begin} to before {@code end}. */
  record Entry(String name, String type, List<Long> shape, long begin, long end) {}

  private static Entry entry(String name, JsonNode node) {
    List<Long> shape = new ArrayList<>();
    node.path("shape").forEach(size -> shape.add(size.asLong()));
    JsonNode offsets = node.path("data_offsets");
    return new Entry(
        name,
        node.path("dtype").asText(),
        shape,
        offsets.path(0).asLong(),
        offsets.path(1).asLong());
  }
}
