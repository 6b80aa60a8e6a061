package io.palimpsest.model.generation;

import ai.djl.ndarray.BaseNDManager;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.palimpsest.model.Torch;
import io.palimpsest.model.data.Batch;
import io.palimpsest.model.data.NextPrediction;
import io.palimpsest.model.data.Sample;
import io.palimpsest.model.network.Inputs;
import io.palimpsest.model.network.ModelConfig;
import io.palimpsest.model.network.Precision;
import io.palimpsest.model.network.Transformer;
import io.palimpsest.model.network.WeightSource;
import io.palimpsest.model.optimize.AdamW;
import io.palimpsest.model.optimize.LearningRate;
import io.palimpsest.model.training.Trainer;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Networks for tests of generation, and what they say without a past. */
final class Networks {
  static final ModelConfig NANO = ModelConfig.preset("nano").reading(258, true, true);

  private Networks() {}

  /** Random weights so large that the forecast of each position is another. */
  static Transformer lively(ModelConfig config, NDManager manager) {
    return Transformer.withWeights(
        config, Precision.FLOAT32, manager, (name, shape) -> lively(name, shape));
  }

  private static float[] lively(String name, long... shape) {
    float[] values = WeightSource.random(1).values(name, shape);
    if (!name.contains("norm")) {
      for (int i = 0; i < values.length; i++) {
        values[i] *= name.startsWith("lm_") ? 10 : 6;
      }
    }
    return values;
  }

  /** A network that has learned samples by heart. */
  static Transformer trained(
      List<Sample> samples, ModelConfig config, int steps, NDManager manager) {
    Torch.enableGradients();
    Transformer network = Transformer.initialized(config, 1, Precision.FLOAT32, manager);
    AdamW optimizer = new AdamW(network.script(), network.weights(), 0.1, manager);
    Trainer trainer =
        new Trainer(network, optimizer, new LearningRate(3e-3, 20, steps), 1, manager);
    List<Batch> batch = List.of(new Batch(samples, config, NextPrediction.INSTANCE));
    for (int step = 1; step <= steps; step++) {
      trainer.step(step, batch);
    }
    return network;
  }

  /** The state of the last of patches and then tokens, all shown at once. */
  static float[] lastState(
      Transformer network, Optional<ImagePatches> image, List<Integer> ids, NDManager manager) {
    try (NDManager arrays = manager.newSubManager()) {
      int patches = image.map(ImagePatches::count).orElse(0);
      int count = patches + ids.size();
      Inputs inputs =
          new Inputs(
              image.map(shown -> scaled(shown, network.config(), arrays)),
              ids.isEmpty()
                  ? Optional.empty()
                  : Optional.of(arrays.create(ids.stream().mapToLong(id -> id).toArray())),
              arrays.create(LongStream.range(0, count).toArray(), new Shape(1, count)),
              Optional.empty());
      float[] states = network.states(inputs).toFloatArray();
      return Arrays.copyOfRange(states, states.length - network.config().hidden(), states.length);
    }
  }

  private static NDArray scaled(ImagePatches image, ModelConfig config, NDManager arrays) {
    byte[] bytes = image.inChannels(config.channels());
    float[] values = new float[bytes.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (bytes[i] & 0xFF) / 255f;
    }
    return arrays
        .create(values, new Shape(image.count(), config.patchValues()))
        .toType(DataType.FLOAT32, false);
  }

  /** The most likely token behind a state. */
  static int greedy(Transformer network, float[] state, NDManager manager) {
    try (NDManager arrays = manager.newSubManager()) {
      NDArray states = arrays.create(state, new Shape(1, state.length));
      float[] logits = network.tokens(states, arrays.create(new long[] {0})).toFloatArray();
      return IntStream.range(0, logits.length)
          .reduce((best, id) -> logits[id] > logits[best] ? id : best)
          .orElseThrow();
    }
  }

  /** Arrays of the engine's own manager, and arrays and managers below another. */
  static int held(NDManager manager) throws ReflectiveOperationException {
    NDManager root = manager;
    while (root.getParentManager() != null && root.getParentManager() != root) {
      root = root.getParentManager();
    }
    // Not the managers below the root: those of other tests' networks go when they are collected.
    return root.getManagedArrays().size() + heldBelow(manager);
  }

  private static int heldBelow(NDManager manager) throws ReflectiveOperationException {
    // DJL lists a manager's own arrays only, not those of managers below it.
    Field field = BaseNDManager.class.getDeclaredField("resources");
    field.setAccessible(true);
    int held = 0;
    for (Object resource : ((Map<?, ?>) field.get(manager)).values()) {
      held += 1 + (resource instanceof BaseNDManager below ? heldBelow(below) : 0);
    }
    return held;
  }
}
