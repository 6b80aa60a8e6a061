package io.palimpsest.model.network;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.palimpsest.schemas.InvalidInputException;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The shape of a network. Its JSON form uses the keys of Hugging Face's LLaMA configuration, and
 * says the architecture where it is another.
 *
 * @param layers decoder layers
 * @param hidden size of a position's state; a multiple of {@code heads} with an even quotient
 * @param heads attention heads
 * @param feedForward inner size of the feed-forward part
 * @param vocabulary number of tokens; 0 for a network that knows patches only
 * @param patchSize side of a patch in pixels; 0 for a network that knows tokens only
 * @param channels channels that the network sees; grey patches are repeated in each
 * @param context the most positions that a sequence may have
 * @param ropeTheta base of the rotary embedding's wave lengths
 * @param normEps added to the mean square, or the variance, in the norms
 * @param causal whether a position sees those before it only, or all of its sequence
 * @param architecture what the layers are
 */
public record ModelConfig(
    @JsonProperty("num_hidden_layers") int layers,
    @JsonProperty("hidden_size") int hidden,
    @JsonProperty("num_attention_heads") int heads,
    @JsonProperty("intermediate_size") int feedForward,
    @JsonProperty("vocab_size") int vocabulary,
    @JsonProperty("patch_size") int patchSize,
    @JsonProperty("num_channels") int channels,
    @JsonProperty("max_position_embeddings") int context,
    @JsonProperty("rope_theta") double ropeTheta,
    @JsonProperty("rms_norm_eps") double normEps,
    @JsonProperty("is_causal") boolean causal,
    @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = Architecture.Llama.class)
        Architecture architecture)
    implements Serializable {

  private static final Map<String, ModelConfig> PRESETS = presets();

  /**
   * Checks every value.
   *
   * @throws InvalidInputException naming the first value that is out of bounds, and its bound
   */
  public ModelConfig {
    atLeast("layers", layers, 1);
    atLeast("heads", heads, 1);
    atLeast("hidden", hidden, 2);
    atLeast("feed-forward", feedForward, 1);
    atLeast("vocabulary", vocabulary, 0);
    atLeast("patch-size", patchSize, 0);
    require(
        vocabulary + patchSize > 0, "vocabulary and patch-size are 0: the network reads nothing");
    atLeast("context", context, 1);
    require(channels == 3, "channels is " + channels + ": the network sees 3 (RGB)");
    require(
        hidden % (2 * heads) == 0,
        "hidden is %d and heads is %d: hidden must be a multiple of twice the heads"
            .formatted(hidden, heads));
    require(ropeTheta > 1, "rope-theta is " + ropeTheta + ": it must be more than 1");
    require(normEps > 0, "norm-eps is " + normEps + ": it must be more than 0");
    if (architecture instanceof Architecture.GptNeoX neox) {
      require(
          patchSize == 0, "patch-size is " + patchSize + ": a GPT-NeoX network reads tokens only");
      require(causal, "causal is false: a GPT-NeoX network sees earlier positions only");
      int turned = turned(neox, hidden / heads);
      require(
          turned > 0 && turned % 2 == 0,
          "rotary-share is %s, which turns %d of a head's %d values: an even number of them must turn"
              .formatted(neox.rotaryShare(), turned, hidden / heads));
    }
  }

  /** A shape of LLaMA's layers. */
  public ModelConfig(
      int layers,
      int hidden,
      int heads,
      int feedForward,
      int vocabulary,
      int patchSize,
      int channels,
      int context,
      double ropeTheta,
      double normEps,
      boolean causal) {
    this(
        layers,
        hidden,
        heads,
        feedForward,
        vocabulary,
        patchSize,
        channels,
        context,
        ropeTheta,
        normEps,
        causal,
        new Architecture.Llama());
  }

  /**
   * A shape by name: {@code nano}, {@code tiny}, {@code small}, {@code base}, {@code pixelgpt}.
   *
   * @throws InvalidInputException if there is none of that name; the message lists the names
   */
  public static ModelConfig preset(String name) {
    ModelConfig config = PRESETS.get(name);
    require(
        config != null,
        "model '" + name + "' is unknown: use one of " + String.join(", ", names()));
    return config;
  }

  /** The names of the presets, from the smallest. */
  public static List<String> names() {
    return List.copyOf(PRESETS.keySet());
  }

  /** Whether the network reads and forecasts tokens. */
  public boolean readsTokens() {
    return vocabulary > 0;
  }

  /** Whether the network reads and forecasts patches. */
  public boolean readsPatches() {
    return patchSize > 0;
  }

  /**
   * This shape for other data.
   *
   * @param vocabulary number of tokens, 0 for no tokens
   * @param patches whether it reads patches
   */
  public ModelConfig reading(int vocabulary, boolean patches, boolean causal) {
    return new ModelConfig(
        layers,
        hidden,
        heads,
        feedForward,
        vocabulary,
        patches ? patchSize : 0,
        channels,
        context,
        ropeTheta,
        normEps,
        causal,
        architecture);
  }

  /** This shape with layers of another architecture. */
  public ModelConfig of(Architecture architecture) {
    return new ModelConfig(
        layers,
        hidden,
        heads,
        feedForward,
        vocabulary,
        patchSize,
        channels,
        context,
        ropeTheta,
        normEps,
        causal,
        architecture);
  }

  /** D, the size of one head's state. */
  public int headSize() {
    return hidden / heads;
  }

  /** How many of a head's values positions turn, the first ones. */
  public int rotarySize() {
    return architecture instanceof Architecture.GptNeoX neox
        ? turned(neox, headSize())
        : headSize();
  }

  private static int turned(Architecture.GptNeoX neox, int headSize) {
    return (int) (headSize * neox.rotaryShare());
  }

  /** P, the number of values in a patch as the network sees it. */
  public int patchValues() {
    return patchSize * patchSize * channels;
  }

  private static Map<String, ModelConfig> presets() {
    Map<String, ModelConfig> presets = new LinkedHashMap<>();
    presets.put("nano", llama(2, 32, 2, 64, 64));
    presets.put("tiny", llama(4, 128, 4, 352, 1024));
    presets.put("small", llama(8, 512, 8, 1376, 1024));
    presets.put("base", llama(12, 768, 12, 2048, 1024));
    presets.put("pixelgpt", llama(24, 1024, 16, 2816, 1024));
    return presets;
  }

  private static ModelConfig llama(int layers, int hidden, int heads, int inner, int context) {
    return new ModelConfig(layers, hidden, heads, inner, 32000, 16, 3, context, 10000, 1e-6, true);
  }

  private static void atLeast(String name, int value, int bound) {
    require(value >= bound, "%s is %d: it must be %d or more".formatted(name, value, bound));
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new InvalidInputException(message);
    }
  }
}
