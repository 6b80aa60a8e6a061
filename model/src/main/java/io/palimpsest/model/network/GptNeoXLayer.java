package io.palimpsest.model.network;

/**
 * GPT-NeoX's layer: attention and a feed-forward part with an exact GELU, each behind a LayerNorm,
 * beside each other or one behind the other, all with biases (arXiv 2204.06745, section 2.1;
 * Hugging Face's {@code GPTNeoXLayer}). Rows of the fused projection are those of q, k and v, head
 * by head.
 */
final class GptNeoXLayer extends DecoderLayer {

  GptNeoXLayer(String name, ModelConfig config, TorchScript script) {
    super(script, "neox");
    int hidden = config.hidden();
    int inner = config.feedForward();
    // The script reads them in this order.
    vectors(name + ".input_layernorm", hidden);
    linear(name + ".attention.query_key_value", 3 * hidden, hidden);
    linear(name + ".attention.dense", hidden, hidden);
    vectors(name + ".post_attention_layernorm", hidden);
    linear(name + ".mlp.dense_h_to_4h", inner, hidden);
    linear(name + ".mlp.dense_4h_to_h", hidden, inner);
  }

  private void vectors(String name, int size) {
    parameter(name + ".weight", size);
    parameter(name + ".bias", size);
  }

  private void linear(String name, int outputs, int inputs) {
    parameter(name + ".weight", outputs, inputs);
    parameter(name + ".bias", outputs);
  }
}
