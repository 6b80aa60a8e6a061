package io.palimpsest.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;

/**
 * A pre-norm layer of attention and gated feed-forward part, [B, T, E] → [B, T, E], without biases
 * (arXiv 2302.13971, section 2.2).
 */
final class DecoderLayer extends NetworkBlock {
  private final TorchScript script;

  DecoderLayer(String name, ModelConfig config, TorchScript script) {
    this.script = script;
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

  /** Of states, cosines, sines and mask. */
  @Override
  NDArray apply(NDList inputs) {
    return script.call("layer", ownWeights(), inputs.toArray(new NDArray[0]));
  }

  /** As {@link #apply(NDList)}, and adds a tap of each weight. */
  NDArray apply(NDList inputs, List<Tap> taps) {
    NDList found = script.callForAll("tapped_layer", ownWeights(), inputs.toArray(new NDArray[0]));
    Tap.addAll(ownParameters(), found.subNDList(1), taps);
    return found.head();
  }

  /**
   * Goes on behind a past.
   *
   * @param inputs states, cosines, sines and mask of the new positions
   * @param past keys and values of those before, [B, H, S, D] each
   * @return states, keys and values
   */
  NDList append(NDList inputs, NDList past) {
    return script.call("cached", past, ownWeights(), inputs.toArray(new NDArray[0]));
  }
}
