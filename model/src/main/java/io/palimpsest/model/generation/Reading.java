package io.palimpsest.model.generation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.palimpsest.model.Torch;
import io.palimpsest.model.network.Inputs;
import io.palimpsest.model.network.ModelConfig;
import io.palimpsest.model.network.Past;
import io.palimpsest.model.network.Transformer;
import io.palimpsest.schemas.InvalidInputException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * One sequence that a network is shown piece by piece. States are copied out of the network, so
 * that no array but the past outlives a call. Letters: E hidden, P values of a patch, V vocabulary.
 */
final class Reading implements AutoCloseable {
  private final Transformer network;
  private final ModelConfig config;
  private final NDManager manager;
  private final Past past;

  /** Nothing read yet. From now on the thread takes no gradients. */
  Reading(Transformer network, NDManager manager) {
    this.network = network;
    this.config = network.config();
    this.manager = manager;
    require(
        config.causal(),
        "the network looks in both directions and cannot continue a sequence; use one that was pre-trained with objective next");
    Torch.disableGradients();
    this.past = network.past(1);
  }

  /** How many more positions can be shown. */
  int room() {
    return config.context() - past.length();
  }

  /** Shows tokens, one or more; the state of the last, [E]. */
  float[] tokens(List<Integer> ids) {
    require(
        config.readsTokens(), "the network reads patches only; use a TextGPT, MonoGPT or DualGPT");
    ids.forEach(this::requireKnown);
    long[] values = ids.stream().mapToLong(Integer::longValue).toArray();
    return show(
        values.length,
        arrays -> inputs(Optional.empty(), Optional.of(arrays.create(values)), values.length));
  }

  /** Shows patches, one or more; the state of the last, [E]. */
  float[] patches(ImagePatches patches) {
    require(
        config.readsPatches(), "the network reads tokens only; use a PixelGPT, MonoGPT or DualGPT");
    require(
        patches.side() == config.patchSize(),
        "the prompt has patches of %d px and the network reads %d px"
            .formatted(patches.side(), config.patchSize()));
    byte[] values = patches.inChannels(config.channels());
    return show(
        patches.count(),
        arrays ->
            inputs(
                Optional.of(scaled(values, patches.count(), arrays)),
                Optional.empty(),
                patches.count()));
  }

  /** The logits of the token behind a state, [V]. */
  float[] nextToken(float[] state) {
    return applied(network::tokens, state);
  }

  /** The normalised forecast of the patch behind a state, [P]. */
  float[] nextPatch(float[] state) {
    return applied(network::patches, state);
  }

  private float[] show(int count, Function<NDManager, Inputs> inputs) {
    require(count > 0, "the prompt is empty; give one token or patch at least");
    require(
        count <= room(),
        "the prompt has %d positions and the network's context is %d: give a shorter prompt"
            .formatted(past.length() + count, config.context()));
    try (NDManager arrays = manager.newSubManager()) {
      NDArray states = network.append(inputs.apply(arrays), past);
      return network.script().rows(states, arrays.create(new long[] {count - 1})).toFloatArray();
    }
  }

  private float[] applied(BiFunction<NDArray, NDArray, NDArray> head, float[] state) {
    try (NDManager arrays = manager.newSubManager()) {
      NDArray one = Torch.array(arrays, state, new Shape(1, state.length));
      float[] values = head.apply(one, arrays.create(new long[] {0})).toFloatArray();
      for (float value : values) {
        require(
            Float.isFinite(value),
            "the network forecasts %s: its weights are damaged; use another checkpoint"
                .formatted(value));
      }
      return values;
    }
  }

  private static Inputs inputs(Optional<NDArray> patches, Optional<NDArray> tokens, int count) {
    NDManager arrays = patches.or(() -> tokens).orElseThrow().getManager();
    NDArray layout = arrays.arange(0, count, 1, DataType.INT64).reshape(1, count);
    return new Inputs(patches, tokens, layout, Optional.empty());
  }

  /** [M, P]; bytes are scaled on the device. */
  private NDArray scaled(byte[] values, int count, NDManager arrays) {
    Shape shape = new Shape(count, config.patchValues());
    NDArray bytes = arrays.create(ByteBuffer.wrap(values), shape, DataType.UINT8);
    return bytes.toType(DataType.FLOAT32, false).divi(255);
  }

  private void requireKnown(int id) {
    require(
        id >= 0 && id < config.vocabulary(),
        "the prompt has token id %d, but the network has ids 0 to %d: use the tokenizer that it was trained with"
            .formatted(id, config.vocabulary() - 1));
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new InvalidInputException(message);
    }
  }

  @Override
  public void close() {
    past.close();
  }
}
