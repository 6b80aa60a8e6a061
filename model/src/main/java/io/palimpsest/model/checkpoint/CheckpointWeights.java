package io.palimpsest.model.checkpoint;

import io.palimpsest.model.network.WeightSource;
import io.palimpsest.schemas.InvalidInputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A checkpoint's tensors for a network that asks for its own: notes which ones it asks for, so that
 * {@link #requireSameNames} can name all that are missing and all that are too many.
 *
 * <p>The patch projection may be a linear layer's, [E, P], whose values of a patch come in the
 * order row, column, channel; it is turned into the convolution's [E, channel, row, column].
 *
 * <p>The token head may have the name that it has in a LlamaForCausalLM, {@code lm_head.weight}.
 *
 * <p>Of the tensors that the network does not ask for, these are passed over: a body's token path
 * ({@code model.embed_tokens.weight}, {@code lm_token_head.weight}), for networks that know patches
 * only; {@code lm_head.weight}, which a renamed token head leaves behind; a classification's {@code
 * score.weight}; and old versions' {@code rotary_emb.inv_freq}, {@code attention.bias} and {@code
 * attention.masked_bias} (GPT-NeoX's masks), which follow from the configuration.
 */
final class CheckpointWeights implements WeightSource {
  private static final String PROJECTION = "patch_embeddings.projection.weight";
  private static final Pattern PASSED_OVER =
      Pattern.compile(
          "model\\.embed_tokens\\.weight|lm_token_head\\.weight|lm_head\\.weight|score\\.weight"
              + "|.*\\.rotary_emb\\.inv_freq|.*\\.attention\\.(masked_)?bias");
  private static final String TOKEN_HEAD = "lm_token_head.weight";
  private static final String LLAMA_HEAD = "lm_head.weight";
  private static final int MOST_NAMES = 10;

  private final TensorSource source;
  private final TreeSet<String> missing = new TreeSet<>();
  private final TreeSet<String> surplus;

  CheckpointWeights(TensorSource source) {
    this.source = source;
    this.surplus = new TreeSet<>(source.tensors().keySet());
  }

  @Override
  public float[] values(String name, long... shape) {
    if (name.equals(TOKEN_HEAD)
        && !source.tensors().containsKey(name)
        && source.tensors().containsKey(LLAMA_HEAD)) {
      return values(LLAMA_HEAD, shape);
    }
    surplus.remove(name);
    Tensor tensor = source.tensors().get(name);
    if (tensor == null) {
      missing.add(name);
      return new float[Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact))];
    }
    if (name.endsWith(PROJECTION) && shape.length == 4 && tensor.shape().size() == 2) {
      return channelFirst(source.values(name, shape[0], tensor.values() / shape[0]), shape);
    }
    return source.values(name, shape);
  }

  /**
   * Checks, after the network has asked for all it needs, that it got all and used all.
   *
   * @throws InvalidInputException naming up to ten missing and up to ten surplus tensors
   */
  void requireSameNames() {
    surplus.removeIf(name -> PASSED_OVER.matcher(name).matches());
    if (missing.isEmpty() && surplus.isEmpty()) {
      return;
    }
    List<String> problems = new ArrayList<>();
    if (!missing.isEmpty()) {
      problems.add(
          "lacks %d of the network's tensors (%s)".formatted(missing.size(), some(missing)));
    }
    if (!surplus.isEmpty()) {
      problems.add(
          "has %d that the network does not know (%s)".formatted(surplus.size(), some(surplus)));
    }
    throw new InvalidInputException(
        source.place() + " " + String.join(" and ", problems) + ": " + wayOut());
  }

  private String wayOut() {
    for (String name : missing) {
      for (String other : surplus) {
        if (other.endsWith("." + name)) {
          String prefix = other.substring(0, other.length() - name.length());
          return "take the prefix '" + prefix + "' off the names";
        }
      }
    }
    return "rename the tensors, take out what is too many, or use the config.json that belongs to"
        + " them";
  }

  private static String some(Collection<String> names) {
    String listed = String.join(", ", names.stream().limit(MOST_NAMES).toList());
    return names.size() > MOST_NAMES ? listed + ", …" : listed;
  }

  private static float[] channelFirst(float[] linear, long... shape) {
    int channels = Math.toIntExact(shape[1]);
    int pixels = Math.toIntExact(shape[2] * shape[3]);
    float[] turned = new float[linear.length];
    for (int i = 0; i < linear.length; i++) {
      int channel = i % channels;
      int pixel = i / channels % pixels;
      int first = i - i % (channels * pixels);
      turned[first + channel * pixels + pixel] = linear[i];
    }
    return turned;
  }
}
