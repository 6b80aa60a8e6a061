/**
 * The decoder-only network over patches: LLaMA's body (arXiv 2302.13971) with the patch embedding
 * and pixel head of PixelGPT (arXiv 2404.10710). Parameters bear the names of the published
 * checkpoints' tensors.
 *
 * <p>Dimensions: B batch, T time, H heads, D head size, E hidden size (H·D), F feed-forward size, P
 * values of a patch (side·side·channels, in the order row, column, channel).
 */
package io.palimpsest.model.network;
