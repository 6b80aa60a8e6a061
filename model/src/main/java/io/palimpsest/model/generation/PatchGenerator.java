package io.palimpsest.model.generation;

import ai.djl.ndarray.NDManager;
import io.palimpsest.model.network.Transformer;
import io.palimpsest.schemas.InvalidInputException;

/**
 * Continues an image. A forecast becomes pixels with the contrast of the prompt (see {@code
 * Contrast}), rounded to bytes, and those are shown to the network as its next patch.
 *
 * <p>The black patch that ends images has no contrast and normalises to zeros, so a forecast whose
 * values' root mean square is below {@value #END} ends the image: such a forecast says nothing but
 * that there is nothing to see. Else it ends at the most patches asked for, or where the network's
 * context is full.
 *
 * <p>For one thread, which takes no gradients from then on.
 */
public final class PatchGenerator {
  /** Of a certain forecast of a patch that shows something it is 1. */
  static final double END = 0.2;

  private final Transformer network;
  private final NDManager manager;

  public PatchGenerator(Transformer network, NDManager manager) {
    this.network = network;
    this.manager = manager;
  }

  /**
   * The patches that follow others.
   *
   * @param prompt one patch or more that is not blank
   * @throws InvalidInputException if the network has no patches or sees both directions, the prompt
   *     does not fit it or is blank, or {@code maxPatches} is less than 1
   */
  public GeneratedPatches generate(ImagePatches prompt, int maxPatches) {
    if (maxPatches < 1) {
      throw new InvalidInputException("max-patches is %d; give 1 or more".formatted(maxPatches));
    }
    try (Reading reading = new Reading(network, manager)) {
      float[] state = reading.patches(prompt);
      Contrast contrast = Contrast.of(prompt);
      ImagePatches drawn = prompt.first(0);
      while (true) {
        float[] forecast = reading.nextPatch(state);
        if (rootMeanSquare(forecast) < END) {
          return new GeneratedPatches(drawn, Stop.END);
        }
        ImagePatches next = prompt.with(contrast.pixels(forecast, prompt));
        drawn = drawn.then(next);
        if (drawn.count() == maxPatches) {
          return new GeneratedPatches(drawn, Stop.LIMIT);
        }
        if (reading.room() == 0) {
          return new GeneratedPatches(drawn, Stop.CONTEXT);
        }
        state = reading.patches(next);
      }
    }
  }

  private static double rootMeanSquare(float[] values) {
    double squares = 0;
    for (float value : values) {
      squares += (double) value * value;
    }
    return Math.sqrt(squares / values.length);
  }
}
