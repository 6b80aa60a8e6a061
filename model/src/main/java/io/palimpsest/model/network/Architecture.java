package io.palimpsest.model.network;

import io.palimpsest.schemas.InvalidInputException;
import java.io.Serializable;
import java.util.List;

/** What a network's layers are, and the names of its tensors outside of them. */
public sealed interface Architecture extends Serializable {
  /** The tensor of the tokens' embeddings, [V, E]. */
  String tokenEmbedding();

  /** The tensor of the tokens' head, [V, E]. */
  String tokenHead();

  /** The tensors of the norm behind the last layer, [E] each: its weight, and its bias if any. */
  List<String> finalNorm();

  /**
   * LLaMA's layers (arXiv 2302.13971), over tokens, patches or both; names are those of the
   * published PixelGPT.
   */
  record Llama() implements Architecture {
    @Override
    public String tokenEmbedding() {
      return "model.embed_tokens.weight";
    }

    @Override
    public String tokenHead() {
      return "lm_token_head.weight";
    }

    @Override
    public List<String> finalNorm() {
      return List.of("model.norm.weight");
    }
  }

  /**
   * GPT-NeoX's layers (arXiv 2204.06745), those of Pythia (arXiv 2304.01373), over tokens.
   *
   * @param rotaryShare of a head's values that positions turn, the first ones; over 0, at most 1
   * @param parallelResidual whether attention and feed-forward part stand beside each other, x +
   *     attention(norm(x)) + feedForward(norm(x)), or one behind the other
   */
  record GptNeoX(double rotaryShare, boolean parallelResidual) implements Architecture {
    /**
     * Checks the share.
     *
     * @throws InvalidInputException if it is out of bounds
     */
    public GptNeoX {
      if (!(rotaryShare > 0 && rotaryShare <= 1)) {
        throw new InvalidInputException(
            "rotary-share is %s: it must be more than 0 and at most 1".formatted(rotaryShare));
      }
    }

    @Override
    public String tokenEmbedding() {
      return "gpt_neox.embed_in.weight";
    }

    @Override
    public String tokenHead() {
      return "embed_out.weight";
    }

    @Override
    public List<String> finalNorm() {
      return List.of("gpt_neox.final_layer_norm.weight", "gpt_neox.final_layer_norm.bias");
    }
  }
}
