package io.palimpsest.model.checkpoint;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The JSON at the start of a safetensors file: metadata, then each tensor's type and place. */
final class SafetensorsHeader {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
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

  /**
   * Reads a header.
   *
   * @throws DamagedFileException if a tensor's type, shape and place do not fit each other or the
   *     tensors leave a gap between them or overlap
   */
  static Parsed parse(byte[] bytes) throws JsonProcessingException, DamagedFileException {
    JsonNode root = JSON.readTree(new String(bytes, StandardCharsets.UTF_8));
    if (!root.isObject()) {
      throw new DamagedFileException("the header is no JSON object");
    }
    Map<String, String> metadata = new TreeMap<>();
    List<Entry> entries = new ArrayList<>();
    for (Iterator<Map.Entry<String, JsonNode>> it = root.fields(); it.hasNext(); ) {
      Map.Entry<String, JsonNode> field = it.next();
      if (field.getKey().equals(METADATA)) {
        JsonNode values = field.getValue();
        values.fields().forEachRemaining(m -> metadata.put(m.getKey(), m.getValue().asText()));
      } else {
        entries.add(entry(field.getKey(), field.getValue()));
      }
    }
    entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    requireNoGaps(entries);
    return new Parsed(metadata, entries);
  }

  /** A header's content, the entries in the order of their data. */
  record Parsed(Map<String, String> metadata, List<Entry> entries) {}

  /** A tensor's place in the data: from {@code begin} to before {@code end}. */
  record Entry(String name, String type, List<Long> shape, long begin, long end) {
    long size() {
      return end - begin;
    }
  }

  private static Entry entry(String name, JsonNode node) throws DamagedFileException {
    JsonNode offsets = node.path("data_offsets");
    require(
        node.path("dtype").isTextual() && node.path("shape").isArray() && offsets.size() == 2,
        name,
        "lacks a dtype, a shape or two data_offsets");
    List<Long> shape = new ArrayList<>();
    for (JsonNode size : node.path("shape")) {
      require(size.isIntegralNumber() && size.asLong() >= 0, name, "has the axis size " + size);
      shape.add(size.asLong());
    }
    String type = node.path("dtype").asText();
    Entry entry = new Entry(name, type, shape, offsets.get(0).asLong(), offsets.get(1).asLong());
    require(sizeFits(entry), name, "is " + type + " " + shape + " but has offsets " + offsets);
    return entry;
  }

  private static boolean sizeFits(Entry entry) {
    Optional<TensorType> type = TensorType.named(entry.type());
    try {
      // Types that are never read, such as U16, may have any size.
      long values = Tensor.values(entry.shape());
      return type.isEmpty()
          || Math.subtractExact(entry.end(), entry.begin())
              == Math.multiplyExact(values, type.get().bytes());
    } catch (ArithmeticException e) {
      return false;
    }
  }

  private static void requireNoGaps(List<Entry> entries) throws DamagedFileException {
    long offset = 0;
    for (Entry entry : entries) {
      require(
          entry.begin() == offset && entry.end() >= offset,
          entry.name(),
          "has offsets [%d, %d], but the one before ends at %d: tensors overlap or leave a gap"
              .formatted(entry.begin(), entry.end(), offset));
      offset = entry.end();
    }
  }

  private static void require(boolean holds, String name, String problem)
      throws DamagedFileException {
    if (!holds) {
      throw new DamagedFileException("tensor '" + name + "' " + problem);
    }
  }
}
