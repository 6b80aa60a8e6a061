package io.palimpsest.model.generation;

import ai.djl.ndarray.NDManager;
import io.palimpsest.model.network.Transformer;
import io.palimpsest.schemas.InvalidInputException;
import java.util.ArrayList;
import java.util.List;

/**
 * Continues tokens, or writes behind an image. Text ends at the token that ends sequences, at the
 * most tokens asked for, or where the network's context is full.
 *
 * <p>For one thread, which takes no gradients from then on ({@link
 * io.palimpsest.model.Torch#enableGradients} has it take them again).
 */
public final class TextGenerator {
  private final Transformer network;
  private final int eos;
  private final NDManager manager;

  /**
   * @param eos the id that ends a sequence
   */
  public TextGenerator(Transformer network, int eos, NDManager manager) {
    this.network = network;
    this.eos = eos;
    this.manager = manager;
  }

  /**
   * What follows ids.
   *
   * @param prompt one id or more, as a rule the one that begins a sequence before those of a text
   * @throws InvalidInputException if the network has no tokens or sees both directions, the prompt
   *     does not fit it, or {@code maxTokens} is less than 1
   */
  public GeneratedTokens generate(List<Integer> prompt, int maxTokens, Sampling sampling) {
    try (Reading reading = new Reading(network, manager)) {
      return write(reading, prompt, maxTokens, sampling);
    }
  }

  /**
   * What follows an image and ids behind it, as DualGPT learns it from pairs.
   *
   * @param image its text patches; the network is shown a black one behind them
   * @throws InvalidInputException as {@link #generate(List, int, Sampling)}, or if the network has
   *     no patches
   */
  public GeneratedTokens generate(
      ImagePatches image, List<Integer> prompt, int maxTokens, Sampling sampling) {
    if (image.count() == 0) {
      throw new InvalidInputException("the image is empty; give one patch at least");
    }
    try (Reading reading = new Reading(network, manager)) {
      reading.patches(image.ended());
      return write(reading, prompt, maxTokens, sampling);
    }
  }

  private GeneratedTokens write(
      Reading reading, List<Integer> prompt, int maxTokens, Sampling sampling) {
    if (maxTokens < 1) {
      throw new InvalidInputException("max-tokens is %d; give 1 or more".formatted(maxTokens));
    }
    TokenSampler sampler = new TokenSampler(sampling);
    List<Integer> ids = new ArrayList<>();
    float[] state = reading.tokens(prompt);
    while (true) {
      int next = sampler.next(reading.nextToken(state));
      if (next == eos) {
        return new GeneratedTokens(ids, Stop.END);
      }
      ids.add(next);
      if (ids.size() == maxTokens) {
        return new GeneratedTokens(ids, Stop.LIMIT);
      }
      if (reading.room() == 0) {
        return new GeneratedTokens(ids, Stop.CONTEXT);
      }
      state = reading.tokens(List.of(next));
    }
  }
}
