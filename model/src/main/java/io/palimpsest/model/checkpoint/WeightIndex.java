package io.palimpsest.model.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palimpsest.schemas.InvalidInputException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which file holds which tensor, {@code model.safetensors.index.json} in Hugging Face's form.
 *
 * <p>{@code metadata.total_size} is written but not checked: writers do not agree on whether shared
 * tensors count twice.
 *
 * @param totalSize bytes of all tensors
 * @param files names of files by names of tensors
 */
record WeightIndex(long totalSize, SortedMap<String, String> files) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final String METADATA = "metadata";
  private static final String TOTAL_SIZE = "total_size";
  private static final String WEIGHT_MAP = "weight_map";

  /** The index of shards by their files' names. */
  static WeightIndex of(Map<String, List<Tensor>> shards) {
    SortedMap<String, String> files = new TreeMap<>();
    shards.forEach((file, tensors) -> tensors.forEach(t -> files.put(t.name(), file)));
    long size = shards.values().stream().flatMap(List::stream).mapToLong(Tensor::size).sum();
    return new WeightIndex(size, files);
  }

  byte[] toJson() throws JsonProcessingException {
    ObjectNode root = JSON.createObjectNode();
    root.putObject(METADATA).put(TOTAL_SIZE, totalSize);
    root.set(WEIGHT_MAP, JSON.valueToTree(files));
    return JSON.writeValueAsBytes(root);
  }

  /**
   * Reads an index.
   *
   * @throws InvalidInputException if it is no index; {@code place} is for the message
   */
  static WeightIndex fromJson(byte[] json, String place) {
    try {
      JsonNode root = JSON.readTree(new String(json, StandardCharsets.UTF_8));
      require(root.path(WEIGHT_MAP).size() > 0, place, "has no '" + WEIGHT_MAP + "'");
      SortedMap<String, String> files = new TreeMap<>();
      for (Map.Entry<String, JsonNode> entry : root.path(WEIGHT_MAP).properties()) {
        String file = entry.getValue().asText();
        // A name with a slash would lead out of the checkpoint's directory.
        require(
            file.endsWith(".safetensors") && !file.contains("/"),
            place,
            "puts tensor '" + entry.getKey() + "' into '" + file + "', which is no file beside it");
        files.put(entry.getKey(), file);
      }
      return new WeightIndex(root.path(METADATA).path(TOTAL_SIZE).asLong(), files);
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          place + " is cut short or is no JSON: fetch it again from where it comes from", e);
    }
  }

  private static void require(boolean holds, String place, String problem) {
    if (!holds) {
      throw new InvalidInputException(
          place + " " + problem + ": fetch it again from where it comes from");
    }
  }
}
