package io.palimpsest.model.comparison;

import io.palimpsest.schemas.record.Influence;
import java.util.Set;

/** Influences on one scale, whether less or more of their metric is better. */
public final class Helpfulness {
  private static final Set<String> MORE_IS_BETTER = Set.of("bleu", "rouge_l");

  private Helpfulness() {}

  /** More than 0 if the training example helped, less if it harmed. */
  public static double of(Influence influence) {
    // An influence is the metric without the example minus that with it.
    return MORE_IS_BETTER.contains(influence.getMetric())
        ? -influence.getValue()
        : influence.getValue();
  }
}
