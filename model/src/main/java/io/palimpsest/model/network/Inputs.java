package io.palimpsest.model.network;

import ai.djl.ndarray.NDArray;
import java.util.Optional;

/**
 * What a network reads: rows of positions, each of which shows a patch or a token.
 *
 * @param patches [M, P], scaled to [0, 1]; of all rows
 * @param tokens [N], int64 ids; of all rows
 * @param layout [B, T], int64: which of the M patches, then N tokens, then the mask stands at each
 *     position; any at positions that are padding, which must be behind a row's last
 * @param lengths [B], int64: positions of each row that are not padding; needed where attention
 *     looks in both directions, else no position sees padding
 */
public record Inputs(
    Optional<NDArray> patches,
    Optional<NDArray> tokens,
    NDArray layout,
    Optional<NDArray> lengths) {}
