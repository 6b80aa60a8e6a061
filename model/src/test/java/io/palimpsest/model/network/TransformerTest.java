package io.palimpsest.model.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.palimpsest.model.Parity;
import io.palimpsest.model.Torch;
import io.palimpsest.model.data.Batch;
import io.palimpsest.model.data.NextPrediction;
import io.palimpsest.model.data.Sample;
import io.palimpsest.model.data.Sequences;
import io.palimpsest.model.loss.LanguageLoss;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransformerTest {
  private static final ModelConfig NANO = ModelConfig.preset("nano").reading(0, true, true);

  private final NDManager manager = Torch.newManager();

  @BeforeEach
  void enableGradients() {
    Torch.enableGradients();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void forecastsAsHuggingFacesLlamaBehindAPatchConvolution() throws Exception {
    Parity parity = new Parity();
    Transformer network = parityNetwork(parity);
    Batch.Arrays batch = batch(parity.images().subList(0, 1), Parity.CONFIG);
    NDArray states = network.states(batch.inputs());
    NDArray forecast = network.patches(states, batch.patches().orElseThrow().at());
    assertThat(relativeError(forecast, parity.floats("forecast"))).isLessThan(1e-5);
  }

  @Test
  void givesLogitsAsHuggingFacesLlama() throws Exception {
    Parity parity = new Parity();
    Transformer network = parityNetwork(parity);
    Batch.Arrays batch = batch(parity.texts().subList(0, 1), Parity.CONFIG);
    NDArray states = network.states(batch.inputs());
    NDArray logits = network.tokens(states, batch.tokens().orElseThrow().at());
    float[] all = parity.floats("logits");
    // The last token is no input of next token prediction.
    assertThat(relativeError(logits, Arrays.copyOf(all, all.length - 20))).isLessThan(1e-5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"pixel", "text", "pair"})
  void hasTheLossAndGradientsOfHuggingFacesLlama(String kind) throws Exception {
    Parity parity = new Parity();
    Transformer network = parityNetwork(parity);
    List<Sample> samples =
        switch (kind) {
          case "pixel" -> parity.images();
          case "text" -> parity.texts();
          default -> parity.pairs();
        };
    Batch whole = new Batch(samples, Parity.CONFIG, NextPrediction.INSTANCE);
    NDArray loss =
        LanguageLoss.of(network, whole.arrays(manager)).share(whole.patches(), whole.tokens());
    assertThat(loss.getFloat())
        .isCloseTo(parity.floats(kind + ".loss")[0], within(1e-5f * loss.getFloat()));
    Map<String, NDArray> weights = network.weights();
    NDList gradients = network.script().gradients(loss, List.copyOf(weights.values()));
    int index = 0;
    for (String name : weights.keySet()) {
      float[] expected = parity.floats(kind + ".gradient." + name);
      assertThat(relativeError(gradients.get(index++), expected)).as(name).isLessThan(1e-4);
    }
  }

  @Test
  void hasOneLossForEachRowWhetherAloneOrPaddedBesideOthers() throws Exception {
    Parity parity = new Parity();
    Transformer network = parityNetwork(parity);
    List<Sample> mixed =
        List.of(parity.texts().get(1), parity.pairs().get(0), parity.images().get(1));
    LanguageLoss together = LanguageLoss.of(network, batch(mixed, Parity.CONFIG));
    float[] patches = together.patches().orElseThrow().toFloatArray();
    float[] tokens = together.tokens().orElseThrow().toFloatArray();
    float[] image =
        LanguageLoss.of(network, batch(mixed.subList(2, 3), Parity.CONFIG))
            .patches()
            .orElseThrow()
            .toFloatArray();
    float[] text =
        LanguageLoss.of(network, batch(mixed.subList(0, 1), Parity.CONFIG))
            .tokens()
            .orElseThrow()
            .toFloatArray();
    assertThat(Arrays.copyOfRange(patches, 6, 10)).containsExactly(image, within(1e-5f));
    assertThat(Arrays.copyOf(tokens, 4)).containsExactly(text, within(1e-5f));
  }

  @Test
  void beginsWithTheLossOfAnEvenChoiceAmongTokens() {
    ModelConfig config = ModelConfig.preset("nano").reading(258, false, true);
    Transformer network = Transformer.initialized(config, 1, Precision.FLOAT32, manager);
    Batch batch = new Batch(Sequences.texts(8, 40), config, NextPrediction.INSTANCE);
    NDArray loss = LanguageLoss.of(network, batch.arrays(manager)).share(0, batch.tokens());
    assertThat((double) loss.getFloat()).isCloseTo(Math.log(258), within(0.05 * Math.log(258)));
  }

  @Test
  void continuesAPastAsIfItHadSeenAllAtOnce() throws Exception {
    Parity parity = new Parity();
    Transformer network = parityNetwork(parity);
    Batch.Arrays whole = batch(parity.texts().subList(0, 1), Parity.CONFIG);
    float[] all = network.states(whole.inputs()).toFloatArray();
    NDArray ids = whole.inputs().tokens().orElseThrow();
    try (Past past = network.past(1)) {
      int seen = 0;
      for (int length : new int[] {2, 1, 3}) {
        NDArray part = ids.get(seen + ":" + (seen + length));
        NDArray layout = manager.arange(length).reshape(1, length);
        Inputs inputs =
            new Inputs(
                Optional.empty(),
                Optional.of(part),
                layout.toType(DataType.INT64, false),
                Optional.empty());
        float[] states = network.append(inputs, past).toFloatArray();
        assertThat(states)
            .containsExactly(
                Arrays.copyOfRange(all, seen * 16, (seen + length) * 16), within(1e-5f));
        seen += length;
        assertThat(past.length()).isEqualTo(seen);
      }
    }
  }

  @Test
  void seesBothWaysButNoPaddingWhereItIsNotCausal() {
    ModelConfig both = NANO.reading(0, true, false);
    Transformer network = Transformer.initialized(both, 1, Precision.FLOAT32, manager);
    List<Sample> samples =
        List.of(Sample.of(Sequences.of(1, 9, 1)), Sample.of(Sequences.of(2, 5, 1)));
    Batch.Arrays alone = batch(samples.subList(1, 2), both);
    Batch.Arrays beside = batch(samples, both);
    float[] expected = network.states(alone.inputs()).toFloatArray();
    float[] found = network.states(beside.inputs()).toFloatArray();
    int row = found.length / 2;
    assertThat(Arrays.copyOfRange(found, row, row + expected.length))
        .containsExactly(expected, within(1e-5f));
  }

  @Test
  void isCloseToFloat32InBfloat16() {
    Transformer exact = Transformer.initialized(NANO, 1, Precision.FLOAT32, manager);
    Transformer rough = Transformer.initialized(NANO, 1, Precision.BFLOAT16, manager);
    Batch.Arrays batch = batch(Sequences.images(4, 9), NANO);
    float[] expected = LanguageLoss.of(exact, batch).patches().orElseThrow().toFloatArray();
    NDArray found = LanguageLoss.of(rough, batch).patches().orElseThrow();
    assertThat(relativeError(found, expected)).isBetween(1e-9, 2e-2);
  }

  @Test
  void drawsItsFirstWeightsFromTheSeed() {
    float[] head = weight(1, "lm_pixel_head.weight");
    assertThat(weight(1, "lm_pixel_head.weight")).isEqualTo(head);
    assertThat(weight(2, "lm_pixel_head.weight")).isNotEqualTo(head);
    double squares = 0;
    for (float value : head) {
      squares += value * value;
    }
    assertThat(Math.sqrt(squares / head.length)).isCloseTo(0.02, within(0.001));
    assertThat(weight(1, "model.norm.weight")).containsOnly(1);
  }

  @Test
  void namesItsTensorsAsThePublishedCheckpoints() {
    Transformer network =
        Transformer.initialized(
            ModelConfig.preset("nano").reading(300, true, true), 1, Precision.FLOAT32, manager);
    assertThat(network.weights().keySet())
        .hasSize(1 + 4 + 2 * 9 + 3)
        .containsAll(
            List.of(
                "model.embed_tokens.weight",
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
                "lm_token_head.weight",
                "lm_pixel_head.weight"));
    assertThat(
            network
                .weights()
                .get("model.embed_patches.patch_embeddings.projection.weight")
                .getShape())
        .isEqualTo(new Shape(32, 3, 16, 16));
  }

  @Test
  void saysWhatItWasMadeWithout() {
    Transformer network = Transformer.initialized(NANO, 1, Precision.FLOAT32, manager);
    assertThatThrownBy(() -> network.tokens(manager.zeros(new Shape(1, 32)), manager.create(0L)))
        .hasMessage("this network was made without tokens");
  }

  private Transformer parityNetwork(Parity parity) {
    return Transformer.withWeights(Parity.CONFIG, Precision.FLOAT32, manager, parity.weights());
  }

  private Batch.Arrays batch(List<Sample> samples, ModelConfig config) {
    return new Batch(samples, config, NextPrediction.INSTANCE).arrays(manager);
  }

  private float[] weight(long seed, String name) {
    return Transformer.initialized(NANO, seed, Precision.FLOAT32, manager)
        .weights()
        .get(name)
        .toFloatArray();
  }

  /** The norm of the difference over the norm of what is expected; the norm itself if that is 0. */
  private static double relativeError(NDArray found, float[] expected) {
    float[] values = found.toFloatArray();
    assertThat(values).hasSize(expected.length);
    double difference = 0;
    double norm = 0;
    for (int i = 0; i < values.length; i++) {
      difference += Math.pow(values[i] - expected[i], 2);
      norm += Math.pow(expected[i], 2);
    }
    return Math.sqrt(difference / (norm == 0 ? 1 : norm));
  }
}
