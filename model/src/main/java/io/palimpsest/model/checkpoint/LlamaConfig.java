package io.palimpsest.model.checkpoint;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palimpsest.model.network.ModelConfig;

/**
 * Hugging Face's LlamaConfig, with keys for patches besides. Where those are missing, as in its own
 * files, patches are 16 × 16 with 3 channels.
 */
final class LlamaConfig extends ConfigFormat {

  LlamaConfig() {
    super("LLaMA");
  }

  @Override
  ObjectNode defaults() {
    return JSON.createObjectNode()
        .put("patch_size", 16)
        .put("num_channels", 3)
        .put("rope_theta", 10000.0)
        .put("is_causal", true)
        .put("rms_norm_eps", 1e-6)
        .put("max_position_embeddings", 2048);
  }

  @Override
  void requireSupported(ObjectNode root, String place) {
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

  @Override
  ModelConfig model(ObjectNode root) throws JsonProcessingException {
    return JSON.treeToValue(root, Keys.class).model();
  }

  @Override
  ObjectNode keys(ModelConfig config) {
    return JSON.valueToTree(config);
  }

  @Override
  ObjectNode written(ModelConfig config) {
    ObjectNode root = JSON.createObjectNode();
    root.putArray("architectures").add("LlamaForCausalLM");
    root.put("model_type", "llama");
    root.setAll(keys(config));
    root.put("num_key_value_heads", config.heads());
    root.put("hidden_act", "silu");
    root.put("attention_bias", false);
    root.put("mlp_bias", false);
    return root.put("tie_word_embeddings", false);
  }

  @Override
  ModelConfig example() {
    return ModelConfig.preset("nano");
  }

  private record Keys(
      @JsonProperty("num_hidden_layers") int layers,
      @JsonProperty("hidden_size") int hidden,
      @JsonProperty("num_attention_heads") int heads,
      @JsonProperty("intermediate_size") int feedForward,
      @JsonProperty("vocab_size") int vocabulary,
      @JsonProperty("patch_size") int patchSize,
      @JsonProperty("num_channels") int channels,
      @JsonProperty("max_position_embeddings") int context,
      @JsonProperty("rope_theta") double ropeTheta,
      @JsonProperty("rms_norm_eps") double normEps,
      @JsonProperty("is_causal") boolean causal) {

    ModelConfig model() {
      return new ModelConfig(
          layers,
          hidden,
          heads,
          feedForward,
          vocabulary,
          patchSize,
          channels,
          context,
          ropeTheta,
          normEps,
          causal);
    }
  }
}
