package io.palimpsest.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palimpsest.model.network.ModelConfig;
import io.palimpsest.schemas.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointConfigTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ModelConfig SMALL = ModelConfig.preset("small");

  @ParameterizedTest
  @ValueSource(strings = {"F32", "BF16"})
  void readsWhatItWrote(TensorType type) throws Exception {
    byte[] json = CheckpointConfig.toJson(SMALL, type);
    assertThat(CheckpointConfig.fromJson(json, "config.json")).isEqualTo(SMALL);
  }

  @Test
  void writesWhatHuggingFaceWants() throws Exception {
    JsonNode root = JSON.readTree(CheckpointConfig.toJson(SMALL, TensorType.F32));
    assertThat(root.get("architectures").get(0).asText()).isEqualTo("LlamaForCausalLM");
    assertThat(root.get("model_type").asText()).isEqualTo("llama");
    assertThat(root.get("torch_dtype").asText()).isEqualTo("float32");
    assertThat(root.get("hidden_act").asText()).isEqualTo("silu");
    assertThat(root.get("num_key_value_heads").asInt()).isEqualTo(SMALL.heads());
    for (String key : List.of("tie_word_embeddings", "attention_bias", "mlp_bias")) {
      assertThat(root.get(key).isBoolean()).isTrue();
      assertThat(root.get(key).asBoolean()).isFalse();
    }
  }

  @Test
  void readsWhatHuggingFaceWrote() throws Exception {
    ModelConfig config = CheckpointConfig.fromJson(bytes(huggingFace()), "config.json");
    assertThat(config).isEqualTo(new ModelConfig(2, 16, 2, 24, 32, 16, 3, 64, 10000, 1e-6, true));
  }

  @Test
  void fillsInWhatOldVersionsLeaveOut() throws Exception {
    ObjectNode root = huggingFace();
    root.remove(List.of("rope_theta", "rms_norm_eps", "max_position_embeddings", "rope_scaling"));
    root.remove(List.of("num_key_value_heads", "head_dim", "attention_bias", "mlp_bias"));
    ModelConfig config = CheckpointConfig.fromJson(bytes(root), "config.json");
    assertThat(config).isEqualTo(new ModelConfig(2, 16, 2, 24, 32, 16, 3, 2048, 10000, 1e-6, true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "num_key_value_heads | 1 | num_key_value_heads is 1: grouped heads are not supported",
        "head_dim | 16 | head_dim is 16: it must be hidden over heads; use a model with head_dim 8",
        "rope_scaling | {\"factor\":2} | rope_scaling is {\"factor\":2}: scaled positions are not",
        "hidden_act | \"gelu\" | hidden_act is \"gelu\": only silu is supported",
        "attention_bias | true | attention_bias is true: biases are not supported",
        "mlp_bias | true | mlp_bias is true: biases are not supported",
        "tie_word_embeddings | true | tie_word_embeddings is true: the token head has weights",
        "hidden_size | 17 | hidden is 17 and heads is 2: hidden must be a multiple",
        "intermediate_size | 24.5 | Cannot coerce Floating-point value (24.5) to `int`",
        "num_hidden_layers | \"many\" | not a valid `int` value",
      })
  void refusesWhatTheNetworkDoesNotDo(String key, String value, String message) throws Exception {
    ObjectNode root = huggingFace();
    root.set(key, JSON.readTree(value));
    byte[] json = bytes(root);
    assertThatThrownBy(() -> CheckpointConfig.fromJson(json, "dir/config.json"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("dir/config.json: ")
        .hasMessageContaining(message);
  }

  @Test
  void refusesWhatIsNoConfiguration() {
    assertRefused("", "dir/config.json is no JSON object");
    assertRefused("[1]", "dir/config.json is no JSON object");
    assertRefused("{\"hidden_size\": 1", "dir/config.json: Unexpected end-of-input");
    assertRefused("{}", "dir/config.json lacks num_hidden_layers: give a LLaMA model's");
  }

  private static void assertRefused(String json, String message) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> CheckpointConfig.fromJson(bytes, "dir/config.json"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }

  private static ObjectNode huggingFace() throws IOException {
    try (InputStream in =
        CheckpointConfigTest.class.getResourceAsStream("/hugging-face/config.json")) {
      return (ObjectNode) JSON.readTree(in);
    }
  }

  private static byte[] bytes(ObjectNode root) {
    return root.toString().getBytes(StandardCharsets.UTF_8);
  }
}
