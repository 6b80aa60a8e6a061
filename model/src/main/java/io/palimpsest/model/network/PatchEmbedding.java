package io.palimpsest.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/**
 * Patches to states, [N, P] → [N, E]: the convolution with kernel and stride of one patch, then
 * LayerNorm (arXiv 2404.10710, section 2.2). A patch's values come in the order row, column,
 * channel; the weight is [E, channel, row, column] as in the published checkpoints.
 */
final class PatchEmbedding extends NetworkBlock {
  private final TorchScript script;

  PatchEmbedding(String name, ModelConfig config, TorchScript script) {
    this.script = script;
    int hidden = config.hidden();
    int side = config.patchSize();
    parameter(name + ".patch_embeddings.projection.weight", hidden, config.channels(), side, side);
    parameter(name + ".patch_embeddings.projection.bias", hidden);
    parameter(name + ".patch_embeddings.norm.weight", hidden);
    parameter(name + ".patch_embeddings.norm.bias", hidden);
  }

  /** Of patches and an array of the products' type. */
  @Override
  NDArray apply(NDList inputs) {
    return script.call("embed_patches", ownWeights(), inputs.get(0), inputs.get(1));
  }
}
