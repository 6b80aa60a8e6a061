package io.palimpsest.model.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palimpsest.model.network.Architecture;
import io.palimpsest.model.network.ModelConfig;
import io.palimpsest.schemas.InvalidInputException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * {@code config.json}, in the form that {@code model_type} says: {@link GptNeoXConfig} for {@code
 * gpt_neox}, otherwise {@link LlamaConfig}. Hugging Face's own files are read too, with its
 * defaults for what older versions leave out.
 */
final class CheckpointConfig {
  private static final Map<TensorType, String> TORCH_TYPES =
      Map.of(TensorType.F32, "float32", TensorType.BF16, "bfloat16");

  private CheckpointConfig() {}

  static byte[] toJson(ModelConfig config, TensorType type) throws JsonProcessingException {
    ObjectNode root = format(config.architecture()).written(config);
    root.put("torch_dtype", TORCH_TYPES.get(type));
    return ConfigFormat.JSON.writeValueAsBytes(root);
  }

  /**
   * Reads a configuration.
   *
   * @throws InvalidInputException if a key is missing or asks for what this network does not do;
   *     {@code place} is for the message
   */
  static ModelConfig fromJson(byte[] json, String place) {
    try {
      if (!(ConfigFormat.JSON.readTree(new String(json, StandardCharsets.UTF_8))
          instanceof ObjectNode root)) {
        throw new InvalidInputException(place + " is no JSON object: give a model's config.json");
      }
      boolean neox = root.path("model_type").asText().equals(GptNeoXConfig.MODEL_TYPE);
      return (neox ? new GptNeoXConfig() : new LlamaConfig()).read(root, place);
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          place + ": " + e.getOriginalMessage() + ": give a model's config.json", e);
    }
  }

  private static ConfigFormat format(Architecture architecture) {
    return architecture instanceof Architecture.GptNeoX ? new GptNeoXConfig() : new LlamaConfig();
  }
}
