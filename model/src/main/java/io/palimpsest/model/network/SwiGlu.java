package io.palimpsest.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;

/**
 * Gated feed-forward part, [B, T, E] → [B, T, E]: {@code down(silu(gate(x)) · up(x))} (arXiv
 * 2002.05202, equation 6).
 */
final class SwiGlu extends NetworkBlock {
  private final int feedForward;
  private final Parameter gate;
  private final Parameter up;
  private final Parameter down;

  SwiGlu(String name, ModelConfig config) {
    int hidden = config.hidden();
    this.feedForward = config.feedForward();
    this.gate = parameter(name + ".gate_proj.weight", feedForward, hidden);
    this.up = parameter(name + ".up_proj.weight", feedForward, hidden);
    this.down = parameter(name + ".down_proj.weight", hidden, feedForward);
  }

  @Override
  NDArray apply(ParameterStore store, NDArray x) {
    NDList both = project(store, x, gate, up).split(new long[] {feedForward}, 2);
    NDArray gated = both.get(0);
    NDArray silu = gated.mul(gated.getNDArrayInternal().sigmoid());
    return project(store, silu.mul(both.get(1)), down);
  }
}
