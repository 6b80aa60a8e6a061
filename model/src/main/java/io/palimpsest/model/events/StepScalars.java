package io.palimpsest.model.events;

import io.palimpsest.schemas.record.TrainingStep;
import java.util.LinkedHashMap;
import java.util.Map;

/** A training step's figures by the names of their curves. */
final class StepScalars {
  private long patches;
  private long tokens;
  private double elapsed;

  /** The next step's figures, in a fixed order; those of patches or tokens if it had any. */
  Map<String, Float> next(TrainingStep step) {
    Map<String, Float> scalars = new LinkedHashMap<>();
    scalars.put("loss", step.getLoss());
    put(scalars, "patch_loss", step.getPatchLoss());
    put(scalars, "token_loss", step.getTokenLoss());
    scalars.put("learning_rate", step.getLearningRate());
    scalars.put("gradient_norm", step.getGradientNorm());
    putRate(scalars, "patches_per_second", step.getPatches() - patches, step.getSeconds());
    putRate(scalars, "tokens_per_second", step.getTokens() - tokens, step.getSeconds());
    patches = step.getPatches();
    tokens = step.getTokens();
    elapsed += step.getSeconds();
    return scalars;
  }

  /** Seconds of all steps so far. */
  double elapsed() {
    return elapsed;
  }

  private static void put(Map<String, Float> scalars, String name, Float value) {
    if (value != null) {
      scalars.put(name, value);
    }
  }

  private static void putRate(Map<String, Float> scalars, String name, long count, float seconds) {
    if (count > 0 && seconds > 0) {
      scalars.put(name, count / seconds);
    }
  }
}
