package io.palimpsest.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;

/**
 * Patches to states, [B, T, P] → [B, T, E]: the convolution with kernel and stride of one patch,
 * then LayerNorm (arXiv 2404.10710, section 2.2).
 *
 * <p>A patch's values come in the order row, column, channel; the weight, [E, channel, row, column]
 * as in the published checkpoints, is turned to that order, since it is smaller than a batch.
 */
final class PatchEmbedding extends NetworkBlock {
  /** The default of PyTorch's LayerNorm, which the original uses. */
  private static final float EPS = 1e-5f;

  private final ModelConfig config;
  private final Parameter weight;
  private final Parameter bias;
  private final Parameter normWeight;
  private final Parameter normBias;

  PatchEmbedding(String name, ModelConfig config) {
    int hidden = config.hidden();
    int side = config.patchSize();
    this.config = config;
    this.weight =
        parameter(
            name + ".patch_embeddings.projection.weight", hidden, config.channels(), side, side);
    this.bias = parameter(name + ".patch_embeddings.projection.bias", hidden);
    this.normWeight = parameter(name + ".patch_embeddings.norm.weight", hidden);
    this.normBias = parameter(name + ".patch_embeddings.norm.bias", hidden);
  }

  @Override
  NDArray apply(ParameterStore store, NDArray x) {
    NDArray projected =
        Linear.linear(x, channelLast(store, x), value(store, bias, x)).singletonOrThrow();
    return projected
        .getNDArrayInternal()
        .layerNorm(
            projected,
            new Shape(config.hidden()),
            value(store, normWeight, x),
            value(store, normBias, x),
            EPS)
        .singletonOrThrow();
  }

  /** The weight as [E, P]. */
  private NDArray channelLast(ParameterStore store, NDArray x) {
    NDArray turned = value(store, weight, x).transpose(0, 2, 3, 1);
    turned.attach(x.getManager());
    return turned.reshape(config.hidden(), config.patchValues());
  }
}
