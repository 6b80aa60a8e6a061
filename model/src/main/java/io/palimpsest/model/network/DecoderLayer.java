package io.palimpsest.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;

/** A layer of attention and feed-forward part, [B, T, E] → [B, T, E]. */
abstract class DecoderLayer extends NetworkBlock {
  private final TorchScript script;
  private final String method;

  /**
   * @param method the script's, without a past; with one its name begins with {@code cached_}, and
   *     with taps with {@code tapped_}
   */
  DecoderLayer(TorchScript script, String method) {
    this.script = script;
    this.method = method;
  }

  /** The layer of a network's architecture. */
  static DecoderLayer of(ModelConfig config, int index, TorchScript script) {
    return config.architecture() instanceof Architecture.GptNeoX
        ? new GptNeoXLayer("gpt_neox.layers." + index, config, script)
        : new LlamaLayer("model.layers." + index, config, script);
  }

  /** Of states, cosines, sines and mask. */
  @Override
  final NDArray apply(NDList inputs) {
    return script.call(method, ownWeights(), inputs.toArray(new NDArray[0]));
  }

  /** As {@link #apply(NDList)}, and adds a tap of each weight. */
  final NDArray apply(NDList inputs, List<Tap> taps) {
    NDArray[] arguments = inputs.toArray(new NDArray[0]);
    NDList found = script.callForAll("tapped_" + method, ownWeights(), arguments);
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
  final NDList append(NDList inputs, NDList past) {
    return script.call("cached_" + method, past, ownWeights(), inputs.toArray(new NDArray[0]));
  }
}
