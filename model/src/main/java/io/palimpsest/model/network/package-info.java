/**
 * The decoder-only network: one {@link io.palimpsest.model.network.Transformer} with one of two
 * decoder layers. LLaMA's (arXiv 2302.13971) stand behind tokens and PixelGPT's patches (arXiv
 * 2404.10710), GPT-NeoX's (arXiv 2204.06745) behind tokens. Parameters bear the names of the
 * published checkpoints' tensors.
 *
 * <p>Dimensions: B batch, T time, H heads, D head size, E hidden size (H·D), F feed-forward size, P
 * values of a patch (side·side·channels, in the order row, column, channel).
 */
package io.palimpsest.model.network;
