package io.palimpsest.model.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palimpsest.model.network.ModelConfig;
import io.palimpsest.schemas.InvalidInputException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * {@code config.json}: the keys of {@link ModelConfig} and those that Hugging Face's LlamaConfig
 * wants besides. Its own files are read too, with the defaults of LlamaConfig for what older
 * versions leave out, and 16 × 16 patches of 3 channels.
 */
final class CheckpointConfig {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          // Keys of other tools (transformers_version, image_size, …) are none of ours.
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT);

  private static final Map<TensorType, String> TORCH_TYPES =
      Map.of(TensorType.F32, "float32", TensorType.BF16, "bfloat16");

  private static final ObjectNode DEFAULTS =
      JSON.createObjectNode()
          .put("patch_size", 16)
          .put("num_channels", 3)
          .put("rope_theta", 10000.0)
          .put("is_causal", true)
          .put("rms_norm_eps", 1e-6)
          .put("max_position_embeddings", 2048);

  private CheckpointConfig() {}

  static byte[] toJson(ModelConfig config, TensorType type) throws JsonProcessingException {
    ObjectNode root = JSON.createObjectNode();
    root.putArray("architectures").add("LlamaForCausalLM");
    root.put("model_type", "llama");
    root.setAll((ObjectNode) JSON.valueToTree(config));
    root.put("num_key_value_heads", config.heads());
    root.put("hidden_act", "silu");
    root.put("attention_bias", false);
    root.put("mlp_bias", false);
    root.put("tie_word_embeddings", false);
    root.put("torch_dtype", TORCH_TYPES.get(type));
    return JSON.writeValueAsBytes(root);
  }

  /**
   * Reads a configuration.
   *
   * @throws InvalidInputException if a key is missing or asks for what this network does not do;
   *     {@code place} is for the message
   */
  static ModelConfig fromJson(byte[] json, String place) {
    try {
      if (!(JSON.readTree(new String(json, StandardCharsets.UTF_8)) instanceof ObjectNode root)) {
        throw new InvalidInputException(place + " is no JSON object: give a model's config.json");
      }
      requireSupported(root, place);
      ObjectNode filled = DEFAULTS.deepCopy();
      filled.setAll(root);
      requireAll(filled, place);
      return JSON.treeToValue(filled, ModelConfig.class);
    } catch (ValueInstantiationException e) {
      throw new InvalidInputException(place + ": " + e.getCause().getMessage(), e);
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          place + ": " + e.getOriginalMessage() + ": give a LLaMA model's config.json", e);
    }
  }

  private static void requireAll(ObjectNode root, String place) {
    JSON.valueToTree(ModelConfig.preset("nano"))
        .fieldNames()
        .forEachRemaining(
            key -> {
              if (root.path(key).isMissingNode() || root.path(key).isNull()) {
                throw new InvalidInputException(
                    place + " lacks " + key + ": give a LLaMA model's config.json");
              }
            });
  }

  private static void requireSupported(ObjectNode root, String place) {
    JsonNode heads = root.path("num_attention_heads");
    require(root, "num_key_value_heads", heads, place, "grouped heads are not supported");
    require(
        root, "head_dim", JSON.valueToTree(headSize(root)), place, "it must be hidden over heads");
    require(root, "rope_scaling", null, place, "scaled positions are not supported");
    require(root, "hidden_act", JSON.valueToTree("silu"), place, "only silu is supported");
    JsonNode no = JSON.valueToTree(false);
    require(root, "attention_bias", no, place, "biases are not supported");
    require(root, "mlp_bias", no, place, "biases are not supported");
    require(root, "tie_word_embeddings", no, place, "the token head has weights of its own");
  }

  private static int headSize(ObjectNode root) {
    return root.path("hidden_size").asInt() / Math.max(1, root.path("num_attention_heads").asInt());
  }

  /** A key may be missing or null, or must have the one value that the network knows. */
  private static void require(
      ObjectNode root, String key, JsonNode known, String place, String why) {
    JsonNode found = root.path(key);
    if (!found.isMissingNode() && !found.isNull() && !found.equals(known)) {
      throw new InvalidInputException(
          "%s: %s is %s: %s; use a model with %s"
              .formatted(place, key, found, why, known == null ? "none" : key + " " + known));
    }
  }
}
