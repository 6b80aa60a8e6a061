package io.palimpsest.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import ai.djl.util.Pair;
import io.palimpsest.model.Torch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The one network of the suite (arXiv 2404.10710, section 2.2): LLaMA's body over patches, tokens
 * or both, with a head for each, or GPT-NeoX's over tokens ({@link Architecture}). TextGPT,
 * PixelGPT, MonoGPT and DualGPT differ in their data alone.
 *
 * <p>Rows of any kind lie side by side in a batch; heads are applied to chosen positions only.
 * Letters: B rows, T positions, E hidden, P values of a patch, V vocabulary.
 *
 * <p>Not safe for use by several threads. Closing gives its arrays back.
 */
public final class Transformer extends NetworkBlock implements AutoCloseable {
  private final ModelConfig config;
  private final Precision precision;
  private final NDManager manager;
  private final TorchScript script;
  private final Positions positions;
  private final Optional<Parameter> tokenEmbedding;
  private final Optional<PatchEmbedding> patchEmbedding;
  private final Optional<Parameter> maskEmbedding;
  private final List<DecoderLayer> layers = new ArrayList<>();
  private final Optional<Head> tokenHead;
  private final Optional<Head> patchHead;
  private final Optional<Head> labelHead;

  private Transformer(ModelConfig config, int labels, Precision precision, NDManager parent) {
    int hidden = config.hidden();
    boolean tokens = config.readsTokens();
    boolean patches = config.readsPatches();
    Architecture names = config.architecture();
    this.config = config;
    this.precision = precision;
    this.manager = parent.newSubManager();
    this.script = new TorchScript(config, manager);
    this.positions = new Positions(config, precision, script, manager);
    this.tokenEmbedding =
        when(tokens, () -> parameter(names.tokenEmbedding(), config.vocabulary(), hidden));
    this.patchEmbedding =
        when(patches, () -> new PatchEmbedding("model.embed_patches", config, script));
    patchEmbedding.ifPresent(block -> addChildBlock("patchEmbedding", block));
    this.maskEmbedding =
        when(!config.causal(), () -> parameter("model.embed_patches.mask_token", 1, hidden));
    for (int i = 0; i < config.layers(); i++) {
      layers.add(addChildBlock("layer" + i, DecoderLayer.of(config, i, script)));
    }
    List<Parameter> norm = names.finalNorm().stream().map(name -> parameter(name, hidden)).toList();
    this.tokenHead = when(tokens, () -> head(names.tokenHead(), config.vocabulary(), norm));
    this.patchHead = when(patches, () -> head("lm_pixel_head.weight", config.patchValues(), norm));
    this.labelHead = when(labels > 0, () -> head("score.weight", labels, norm));
  }

  /** A network with random weights, which are a function of the configuration and the seed. */
  public static Transformer initialized(
      ModelConfig config, long seed, Precision precision, NDManager parent) {
    return withWeights(config, precision, parent, WeightSource.random(seed));
  }

  /** A network with the weights that {@code source} gives for each parameter's name and shape. */
  public static Transformer withWeights(
      ModelConfig config, Precision precision, NDManager parent, WeightSource source) {
    return withLabels(config, 0, precision, parent, source);
  }

  /**
   * A network with a head of {@code labels} outputs, {@code score.weight}: one for each class, or 1
   * for regression.
   */
  public static Transformer withLabels(
      ModelConfig config, int labels, Precision precision, NDManager parent, WeightSource source) {
    Transformer network = new Transformer(config, labels, precision, parent);
    for (Pair<String, Parameter> entry : network.getParameters()) {
      Parameter parameter = entry.getValue();
      parameter.setInitializer(
          (manager, shape, type) ->
              Torch.array(manager, source.values(parameter.getName(), shape.getShape()), shape));
      parameter.initialize(network.manager, DataType.FLOAT32);
    }
    return network;
  }

  /** The states of a batch's positions behind the last layer, [B·T, E]. */
  public NDArray states(Inputs inputs) {
    NDArray x = embedded(inputs);
    NDList tables = positions.of(x, inputs);
    for (DecoderLayer layer : layers) {
      x = layer.apply(new NDList(x, tables.get(0), tables.get(1), tables.get(2)));
    }
    return x.reshape(-1, config.hidden());
  }

  /**
   * As {@link #states(Inputs)}, and adds a tap of each weight that takes part, [B, T, ..]. For
   * networks with products in float32 and rows of tokens alone.
   */
  public NDArray states(Inputs inputs, List<Tap> taps) {
    NDArray x = embedded(inputs);
    NDArray ids = script.rows(inputs.tokens().orElseThrow(), inputs.layout().reshape(-1));
    taps.add(
        new Tap(
            present(tokenEmbedding, "tokens").getName(),
            Tap.Kind.LOOKUP,
            ids.reshape(inputs.layout().getShape()),
            x));
    NDList tables = positions.of(x, inputs);
    for (DecoderLayer layer : layers) {
      x = layer.apply(new NDList(x, tables.get(0), tables.get(1), tables.get(2)), taps);
    }
    return x.reshape(-1, config.hidden());
  }

  /** An empty past of {@code batch} rows, to be closed by the caller. */
  public Past past(int batch) {
    return new Past(config, precision, script, batch, manager);
  }

  /**
   * The states of positions that stand behind {@code past}, [B·T, E]; the past then holds them too.
   * Rows must be of equal length.
   */
  public NDArray append(Inputs inputs, Past past) {
    NDArray x = embedded(inputs);
    int time = Math.toIntExact(x.getShape().get(1));
    NDList tables = positions.behind(past.length(), time, x.getManager());
    for (int i = 0; i < layers.size(); i++) {
      NDList in = new NDList(x, tables.get(0), tables.get(1), tables.get(2));
      NDList out = layers.get(i).append(in, past.layer(i));
      past.replace(i, out.subNDList(1));
      x = out.head();
    }
    return x.reshape(-1, config.hidden());
  }

  /** Forecasts of the next patches, [N, P], normalised, from the states at N positions. */
  public NDArray patches(NDArray states, NDArray at) {
    return applied(patchHead, "patches", states, at);
  }

  /** Logits of the next tokens, [N, V], from the states at N positions. */
  public NDArray tokens(NDArray states, NDArray at) {
    return applied(tokenHead, "tokens", states, at);
  }

  /**
   * As {@link #tokens(NDArray, NDArray)}, and adds a tap of each weight that takes part, [N, ..].
   */
  public NDArray tokens(NDArray states, NDArray at, List<Tap> taps) {
    return present(tokenHead, "tokens").apply(new NDList(script.rows(states, at), like()), taps);
  }

  /** Scores of the labels, [N, labels], from the states at N positions. */
  public NDArray labels(NDArray states, NDArray at) {
    return applied(labelHead, "labels", states, at);
  }

  /** The sums that DJL has no kernels for. */
  public TorchScript script() {
    return script;
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
  NDArray apply(NDList inputs) {
    throw new UnsupportedOperationException("call states with Inputs");
  }

  /** [B, T, E]. */
  private NDArray embedded(Inputs inputs) {
    List<NDArray> all = new ArrayList<>();
    inputs
        .patches()
        .map(patches -> present(patchEmbedding, "patches").apply(new NDList(patches, like())))
        .ifPresent(all::add);
    inputs
        .tokens()
        .map(ids -> script.rows(present(tokenEmbedding, "tokens").getArray(), ids))
        .ifPresent(all::add);
    maskEmbedding.map(Parameter::getArray).ifPresent(all::add);
    return script.call("laid_out", all, inputs.layout());
  }

  private NDArray applied(Optional<Head> head, String what, NDArray states, NDArray at) {
    return present(head, what).apply(new NDList(script.rows(states, at), like()));
  }

  private NDArray like() {
    return positions.like();
  }

  private Head head(String name, int outputs, List<Parameter> norm) {
    return addChildBlock(name, new Head(name, outputs, config.hidden(), norm, script));
  }

  private static <T> Optional<T> when(boolean wanted, Supplier<T> part) {
    return wanted ? Optional.of(part.get()) : Optional.empty();
  }

  private static <T> T present(Optional<T> part, String what) {
    return part.orElseThrow(
        () -> new IllegalStateException("this network was made without " + what));
  }

  @Override
  public void close() {
    script.close();
    manager.close();
  }
}
