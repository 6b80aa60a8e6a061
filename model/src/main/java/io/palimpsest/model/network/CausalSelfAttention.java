package io.palimpsest.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;

/**
 * Multi-head attention to a position itself and those before it, [B, T, E] → [B, T, E], without
 * biases (arXiv 1706.03762, equation 1), with rotary positions.
 */
final class CausalSelfAttention extends NetworkBlock {
  private final int heads;
  private final int headSize;
  private final Parameter query;
  private final Parameter key;
  private final Parameter value;
  private final Parameter output;
  private final Positions positions;

  CausalSelfAttention(String name, ModelConfig config, Positions positions) {
    int hidden = config.hidden();
    this.heads = config.heads();
    this.headSize = config.headSize();
    this.query = parameter(name + ".q_proj.weight", hidden, hidden);
    this.key = parameter(name + ".k_proj.weight", hidden, hidden);
    this.value = parameter(name + ".v_proj.weight", hidden, hidden);
    this.output = parameter(name + ".o_proj.weight", hidden, hidden);
    this.positions = positions;
  }

  @Override
  NDArray apply(ParameterStore store, NDArray x) {
    long batch = x.getShape().get(0);
    long time = x.getShape().get(1);
    NDArray all =
        project(store, x, query, key, value)
            .reshape(batch, time, 3L * heads, headSize)
            .transpose(0, 2, 1, 3);
    NDList split = all.split(new long[] {2L * heads}, 1);
    NDList turned = positions.tables().rotate(split.get(0)).split(new long[] {heads}, 1);
    NDArray mixed = attend(turned.get(0), turned.get(1), split.get(1));
    return project(
        store, mixed.transpose(0, 2, 1, 3).reshape(batch, time, (long) heads * headSize), output);
  }

  /** Mixes the values, all [B, H, T, D]. */
  private NDArray attend(NDArray q, NDArray k, NDArray v) {
    NDArray scores = q.mul(1 / Math.sqrt(headSize)).matMul(k.transpose(0, 1, 3, 2));
    return scores.add(positions.mask()).softmax(-1).matMul(v);
  }
}
