package io.palimpsest.model.checkpoint;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palimpsest.model.network.Architecture;
import io.palimpsest.model.network.ModelConfig;

/** Hugging Face's GPTNeoXConfig. */
final class GptNeoXConfig extends ConfigFormat {
  static final String MODEL_TYPE = "gpt_neox";

  GptNeoXConfig() {
    super("GPT-NeoX");
  }

  @Override
  ObjectNode defaults() {
    return JSON.createObjectNode()
        .put("rotary_pct", 0.25)
        .put("rotary_emb_base", 10000.0)
        .put("layer_norm_eps", 1e-5)
        .put("use_parallel_residual", true)
        .put("max_position_embeddings", 2048);
  }

  @Override
  void requireSupported(ObjectNode root, String place) {
    JsonNode yes = JSON.valueToTree(true);
    JsonNode no = JSON.valueToTree(false);
    require(root, "hidden_act", JSON.valueToTree("gelu"), place, "only the exact GELU is known");
    require(root, "attention_bias", yes, place, "attention has biases");
    require(root, "rope_scaling", null, place, "scaled positions are not supported");
    require(root, "tie_word_embeddings", no, place, "the token head has weights of its own");
  }

  @Override
  ModelConfig model(ObjectNode root) throws JsonProcessingException {
    return JSON.treeToValue(root, Keys.class).model();
  }

  @Override
  ObjectNode keys(ModelConfig config) {
    return JSON.valueToTree(Keys.of(config, (Architecture.GptNeoX) config.architecture()));
  }

  @Override
  ObjectNode written(ModelConfig config) {
    ObjectNode root = JSON.createObjectNode();
    root.putArray("architectures").add("GPTNeoXForCausalLM");
    root.put("model_type", MODEL_TYPE);
    root.setAll(keys(config));
    root.put("hidden_act", "gelu");
    root.put("attention_bias", true);
    return root.put("tie_word_embeddings", false);
  }

  @Override
  ModelConfig example() {
    return ModelConfig.preset("nano")
        .reading(1, false, true)
        .of(new Architecture.GptNeoX(0.25, true));
  }

  private record Keys(
      @JsonProperty("num_hidden_layers") int layers,
      @JsonProperty("hidden_size") int hidden,
      @JsonProperty("num_attention_heads") int heads,
      @JsonProperty("intermediate_size") int feedForward,
      @JsonProperty("vocab_size") int vocabulary,
      @JsonProperty("max_position_embeddings") int context,
      @JsonProperty("rotary_pct") double rotaryShare,
      @JsonProperty("rotary_emb_base") double ropeTheta,
      @JsonProperty("layer_norm_eps") double normEps,
      @JsonProperty("use_parallel_residual") boolean parallelResidual) {

    /** The network sees 3 channels, had it patches. */
    private static final int CHANNELS = 3;

    static Keys of(ModelConfig config, Architecture.GptNeoX architecture) {
      return new Keys(
          config.layers(),
          config.hidden(),
          config.heads(),
          config.feedForward(),
          config.vocabulary(),
          config.context(),
          architecture.rotaryShare(),
          config.ropeTheta(),
          config.normEps(),
          architecture.parallelResidual());
    }

    ModelConfig model() {
      return new ModelConfig(
          layers,
          hidden,
          heads,
          feedForward,
          vocabulary,
          0,
          CHANNELS,
          context,
          ropeTheta,
          normEps,
          true,
          new Architecture.GptNeoX(rotaryShare, parallelResidual));
    }
  }
}
