package io.palimpsest.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.training.ParameterStore;

/** A pre-norm decoder layer, [B, T, E] → [B, T, E] (arXiv 2302.13971, section 2.2). */
final class DecoderLayer extends NetworkBlock {
  private final RmsNorm inputNorm;
  private final CausalSelfAttention attention;
  private final RmsNorm attentionNorm;
  private final SwiGlu feedForward;

  DecoderLayer(String name, ModelConfig config, Positions positions) {
    this.inputNorm = addChildBlock("inputNorm", norm(name + ".input_layernorm", config));
    this.attention =
        addChildBlock("attention", new CausalSelfAttention(name + ".self_attn", config, positions));
    this.attentionNorm =
        addChildBlock("attentionNorm", norm(name + ".post_attention_layernorm", config));
    this.feedForward = addChildBlock("feedForward", new SwiGlu(name + ".mlp", config));
  }

  @Override
  NDArray apply(ParameterStore store, NDArray x) {
    NDArray attended = x.add(attention.apply(store, inputNorm.apply(store, x)));
    return attended.add(feedForward.apply(store, attentionNorm.apply(store, attended)));
  }

  private static RmsNorm norm(String name, ModelConfig config) {
    return new RmsNorm(name, config.hidden(), config.rmsNormEps());
  }
}
