package io.palimpsest.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palimpsest.schemas.InvalidInputException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CheckpointWeightsTest {
  private static final String PROJECTION = "model.embed_patches.patch_embeddings.projection.weight";

  private final Map<String, Tensor> tensors = new HashMap<>();

  @Test
  void turnsALinearProjectionIntoAConvolution() {
    // Two outputs over patches of 2 × 2 pixels: the value tells output, row, column, channel.
    float[] linear = new float[24];
    for (int i = 0; i < 24; i++) {
      linear[i] = i / 12 * 1000 + i % 12 / 6 * 100 + i % 6 / 3 * 10 + i % 3;
    }
    put(PROJECTION, List.of(2L, 12L), linear);
    assertThat(weights().values(PROJECTION, 2, 3, 2, 2))
        .startsWith(0, 10, 100, 110, 1, 11, 101, 111, 2, 12, 102, 112)
        .endsWith(1000, 1010, 1100, 1110, 1001, 1011, 1101, 1111, 1002, 1012, 1102, 1112);
  }

  @Test
  void keepsAConvolution() {
    float[] values = new float[24];
    values[5] = 5;
    put(PROJECTION, List.of(2L, 3L, 2L, 2L), values);
    assertThat(weights().values(PROJECTION, 2, 3, 2, 2)).isEqualTo(values);
  }

  @Test
  void refusesALinearProjectionOfAnotherSize() {
    put(PROJECTION, List.of(3L, 8L), new float[24]);
    assertThatThrownBy(() -> weights().values(PROJECTION, 2, 3, 2, 2))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("[3, 8], but the model needs [2, 12]");
  }

  @Test
  void passesOverWhatIsKnown() {
    put("model.norm.weight");
    put("model.embed_tokens.weight");
    put("lm_token_head.weight");
    put("lm_head.weight");
    put("score.weight");
    put("model.layers.3.self_attn.rotary_emb.inv_freq");
    CheckpointWeights weights = weights();
    assertThat(weights.values("model.norm.weight", 1)).containsExactly(7);
    weights.requireSameNames();
  }

  @Test
  void listsMissingAndSurplusNames() {
    for (int i = 10; i < 22; i++) {
      put("extra." + i);
    }
    CheckpointWeights weights = weights();
    weights.values("model.norm.weight", 1);
    assertThatThrownBy(weights::requireSameNames)
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "x.safetensors lacks 1 of the network's tensors (model.norm.weight) and has 12 that the"
                + " network does not know (extra.10, extra.11, extra.12, extra.13, extra.14, extra.15,"
                + " extra.16, extra.17, extra.18, extra.19, …): rename the tensors, take out what"
                + " is too many, or use the config.json that belongs to them");
  }

  @Test
  void namesAPrefixThatIsTooMuch() {
    put("model.model.norm.weight");
    CheckpointWeights weights = weights();
    weights.values("model.norm.weight", 1);
    assertThatThrownBy(weights::requireSameNames)
        .hasMessageContaining("lacks 1 of the network's tensors (model.norm.weight)")
        .hasMessageContaining("(model.model.norm.weight)")
        .hasMessageEndingWith(": take the prefix 'model.' off the names");
  }

  private CheckpointWeights weights() {
    return new CheckpointWeights(new TensorSource(tensors, "x.safetensors"));
  }

  private void put(String name) {
    put(name, List.of(1L), 7);
  }

  private void put(String name, List<Long> shape, float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    tensors.put(name, new Tensor(name, "F32", shape, bytes::duplicate));
  }
}
