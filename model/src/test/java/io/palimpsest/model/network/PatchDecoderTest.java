package io.palimpsest.model.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.palimpsest.model.Parity;
import io.palimpsest.model.Torch;
import io.palimpsest.model.data.PatchBatch;
import io.palimpsest.model.data.Sequences;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PatchDecoderTest {
  private static final ModelConfig NANO = ModelConfig.preset("nano");

  private final NDManager manager = Torch.newManager();

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void forecastsAsHuggingFacesLlamaBehindAPatchConvolution() throws Exception {
    Parity parity = new Parity();
    PatchDecoder decoder = PatchDecoder.withWeights(Parity.CONFIG, manager, parity.weights());
    NDArray inputs =
        new PatchBatch(parity.sequences().subList(0, 1), Parity.CONFIG).arrays(manager).inputs();
    assertThat(decoder.forecast(inputs).toFloatArray())
        .containsExactly(parity.floats("forecast"), within(2e-5f));
  }

  @Test
  void givesAPatchForEveryPosition() {
    PatchDecoder decoder = PatchDecoder.initialized(NANO, 1, manager);
    NDArray inputs = new PatchBatch(Sequences.many(3, 9), NANO).arrays(manager).inputs();
    assertThat(inputs.getShape()).isEqualTo(new Shape(3, 5, 768));
    assertThat(decoder.forecast(inputs).getShape()).isEqualTo(new Shape(3, 5, 768));
  }

  @Test
  void seesNoLaterPatch() {
    PatchDecoder decoder = PatchDecoder.initialized(NANO, 1, manager);
    NDArray one = manager.ones(new Shape(1, 6, 768));
    NDArray other = one.duplicate();
    other.set(new ai.djl.ndarray.index.NDIndex(":, 4:"), 0);
    float[] before = decoder.forecast(one).toFloatArray();
    float[] after = decoder.forecast(other).toFloatArray();
    int unchanged = 4 * 768;
    assertThat(java.util.Arrays.copyOf(after, unchanged))
        .isEqualTo(java.util.Arrays.copyOf(before, unchanged));
    assertThat(after).isNotEqualTo(before);
  }

  @Test
  void drawsItsFirstWeightsFromTheSeed() {
    PatchDecoder one = PatchDecoder.initialized(NANO, 1, manager);
    PatchDecoder same = PatchDecoder.initialized(NANO, 1, manager);
    PatchDecoder other = PatchDecoder.initialized(NANO, 2, manager);
    float[] head = weight(one, "lm_pixel_head.weight");
    assertThat(weight(same, "lm_pixel_head.weight")).isEqualTo(head);
    assertThat(weight(other, "lm_pixel_head.weight")).isNotEqualTo(head);
    double squares = 0;
    for (float value : head) {
      squares += value * value;
    }
    assertThat(Math.sqrt(squares / head.length)).isCloseTo(0.02, within(0.001));
    assertThat(weight(one, "model.norm.weight")).containsOnly(1);
  }

  @Test
  void namesItsTensorsAsThePublishedCheckpoints() {
    PatchDecoder decoder = PatchDecoder.initialized(NANO, 1, manager);
    assertThat(decoder.weights().keySet())
        .hasSize(4 + 2 * 9 + 2)
        .containsAll(
            List.of(
                "model.embed_patches.patch_embeddings.projection.weight",
                "model.embed_patches.patch_embeddings.projection.bias",
                "model.embed_patches.patch_embeddings.norm.weight",
                "model.embed_patches.patch_embeddings.norm.bias",
                "model.layers.1.self_attn.q_proj.weight",
                "model.layers.1.self_attn.k_proj.weight",
                "model.layers.1.self_attn.v_proj.weight",
                "model.layers.1.self_attn.o_proj.weight",
                "model.layers.1.mlp.gate_proj.weight",
                "model.layers.1.mlp.up_proj.weight",
                "model.layers.1.mlp.down_proj.weight",
                "model.layers.1.input_layernorm.weight",
                "model.layers.1.post_attention_layernorm.weight",
                "model.norm.weight",
                "lm_pixel_head.weight"));
    assertThat(
            decoder
                .weights()
                .get("model.embed_patches.patch_embeddings.projection.weight")
                .getShape())
        .isEqualTo(new Shape(32, 3, 16, 16));
  }

  private static float[] weight(PatchDecoder decoder, String name) {
    return decoder.weights().get(name).toFloatArray();
  }
}
