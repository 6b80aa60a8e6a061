package io.palimpsest.model.network;

/**
 * LLaMA's layer: attention, then a gated feed-forward part, each behind a norm and without biases
 * (arXiv 2302.13971, section 2.2).
 */
final class LlamaLayer extends DecoderLayer {

  LlamaLayer(String name, ModelConfig config, TorchScript script) {
    super(script, "layer");
    int hidden = config.hidden();
    int inner = config.feedForward();
    // The script reads them in this order.
    parameter(name + ".input_layernorm.weight", hidden);
    parameter(name + ".self_attn.q_proj.weight", hidden, hidden);
    parameter(name + ".self_attn.k_proj.weight", hidden, hidden);
    parameter(name + ".self_attn.v_proj.weight", hidden, hidden);
    parameter(name + ".self_attn.o_proj.weight", hidden, hidden);
    parameter(name + ".post_attention_layernorm.weight", hidden);
    parameter(name + ".mlp.gate_proj.weight", inner, hidden);
    parameter(name + ".mlp.up_proj.weight", inner, hidden);
    parameter(name + ".mlp.down_proj.weight", hidden, inner);
  }
}
