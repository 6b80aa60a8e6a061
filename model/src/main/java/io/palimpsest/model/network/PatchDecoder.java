package io.palimpsest.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.Pair;
import io.palimpsest.model.Torch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The whole network on its pixel path, [B, T, P] → [B, T, P]: at each position a forecast of the
 * next patch, in the normalised values of {@link io.palimpsest.model.loss.NextPatchLoss}. Patches
 * enter scaled to [0, 1].
 *
 * <p>Not safe for use by several threads. Closing gives its arrays back.
 */
public final class PatchDecoder extends NetworkBlock implements AutoCloseable {
  private final ModelConfig config;
  private final NDManager manager;
  private final ParameterStore store;
  private final Positions positions;
  private final PatchEmbedding embedding;
  private final List<DecoderLayer> layers = new ArrayList<>();
  private final RmsNorm norm;
  private final Parameter head;

  private PatchDecoder(ModelConfig config, NDManager parent) {
    this.config = config;
    this.manager = parent.newSubManager();
    this.store = new ParameterStore(manager, /* copy= */ false);
    this.positions = new Positions(config);
    this.embedding = addChildBlock("embedding", new PatchEmbedding("model.embed_patches", config));
    for (int i = 0; i < config.layers(); i++) {
      layers.add(
          addChildBlock("layer" + i, new DecoderLayer("model.layers." + i, config, positions)));
    }
    this.norm =
        addChildBlock("norm", new RmsNorm("model.norm", config.hidden(), config.rmsNormEps()));
    this.head = parameter("lm_pixel_head.weight", config.patchValues(), config.hidden());
  }

  /** A network with random weights, which are a function of the configuration and the seed. */
  public static PatchDecoder initialized(ModelConfig config, long seed, NDManager parent) {
    return withWeights(config, parent, new WeightInitializer(seed)::values);
  }

  /** A network with the weights that {@code source} gives for each parameter's name and shape. */
  public static PatchDecoder withWeights(
      ModelConfig config, NDManager parent, WeightSource source) {
    PatchDecoder decoder = new PatchDecoder(config, parent);
    for (Pair<String, Parameter> entry : decoder.getParameters()) {
      Parameter parameter = entry.getValue();
      parameter.setInitializer(
          (manager, shape, type) ->
              Torch.array(manager, source.values(parameter.getName(), shape.getShape()), shape));
      parameter.initialize(decoder.manager, DataType.FLOAT32);
    }
    return decoder;
  }

  /** Forecasts for {@code patches}, attached to their manager. */
  public NDArray forecast(NDArray patches) {
    positions.prepare(manager, Math.toIntExact(patches.getShape().get(1)));
    return apply(store, patches);
  }

  @Override
  NDArray apply(ParameterStore store, NDArray patches) {
    NDArray x = embedding.apply(store, patches);
    for (DecoderLayer layer : layers) {
      x = layer.apply(store, x);
    }
    return project(store, norm.apply(store, x), head);
  }

  /** The trained arrays by tensor name, in a fixed order. */
  public Map<String, NDArray> weights() {
    Map<String, NDArray> weights = new LinkedHashMap<>();
    for (Pair<String, Parameter> entry : getParameters()) {
      weights.put(entry.getValue().getName(), entry.getValue().getArray());
    }
    return weights;
  }

  /** The number of trained values. */
  public long size() {
    return weights().values().stream().mapToLong(NDArray::size).sum();
  }

  public ModelConfig config() {
    return config;
  }

  @Override
  public void close() {
    manager.close();
  }
}
