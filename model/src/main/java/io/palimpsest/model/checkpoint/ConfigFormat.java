package io.palimpsest.model.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palimpsest.model.network.ModelConfig;
import io.palimpsest.schemas.InvalidInputException;

/** The keys of an architecture's {@code config.json}, as Hugging Face's own class has them. */
abstract class ConfigFormat {
  static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          // Keys of other tools (transformers_version, image_size, …) are none of ours.
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT);

  private final String name;

  /**
   * @param name of the architecture, for messages
   */
  ConfigFormat(String name) {
    this.name = name;
  }

  /** The values of keys that older versions leave out. */
  abstract ObjectNode defaults();

  /** Checks what a key may say and the network does not do. */
  abstract void requireSupported(ObjectNode root, String place);

  /** The network's shape; {@code root} has every key of {@link #keys()}. */
  abstract ModelConfig model(ObjectNode root) throws JsonProcessingException;

  /** The keys that {@link #model} reads, of a shape. */
  abstract ObjectNode keys(ModelConfig config);

  /** All that is written of a shape, but the weights' type. */
  abstract ObjectNode written(ModelConfig config);

  /**
   * The network's shape.
   *
   * @throws InvalidInputException if a key is missing or asks for what this network does not do;
   *     {@code place} is for the message
   */
  final ModelConfig read(ObjectNode root, String place) {
    requireSupported(root, place);
    ObjectNode filled = defaults();
    filled.setAll(root);
    requireAll(filled, place);
    try {
      return model(filled);
    } catch (InvalidInputException e) {
      throw new InvalidInputException(place + ": " + e.getMessage(), e);
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          "%s: %s: give a %s model's config.json".formatted(place, e.getOriginalMessage(), name),
          e);
    }
  }

  private void requireAll(ObjectNode root, String place) {
    keys(example())
        .fieldNames()
        .forEachRemaining(
            key -> {
              if (root.path(key).isMissingNode() || root.path(key).isNull()) {
                throw new InvalidInputException(
                    "%s lacks %s: give a %s model's config.json".formatted(place, key, name));
              }
            });
  }

  /** Any shape of this architecture. */
  abstract ModelConfig example();

  /** A key may be missing or null, or must have the one value that the network knows. */
  static void require(ObjectNode root, String key, JsonNode known, String place, String why) {
    JsonNode found = root.path(key);
    if (!found.isMissingNode() && !found.isNull() && !found.equals(known)) {
      throw new InvalidInputException(
          "%s: %s is %s: %s; use a model with %s"
              .formatted(place, key, found, why, known == null ? "none" : key + " " + known));
    }
  }
}
