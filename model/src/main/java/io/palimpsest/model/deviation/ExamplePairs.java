package io.palimpsest.model.deviation;

import io.palimpsest.schemas.record.PromptExample;
import java.util.List;

/** The parts of {@link Likeness} for all pairs of A examples and B others. */
final class ExamplePairs {
  private final List<PromptExample> some;
  private final List<PromptExample> others;
  private final double[][] cosines;

  ExamplePairs(List<PromptExample> some, List<PromptExample> others, Directions directions) {
    this.some = some;
    this.others = others;
    this.cosines = new double[some.size()][others.size()];
    for (int i = 0; i < cosines.length; i++) {
      for (int j = 0; j < cosines[i].length; j++) {
        cosines[i][j] = directions.cosine(some.get(i).getId(), others.get(j).getId());
      }
    }
  }

  /** [A][B]. */
  double[][] alike(Likeness weights) {
    double[][] all = new double[some.size()][others.size()];
    for (int i = 0; i < all.length; i++) {
      for (int j = 0; j < all[i].length; j++) {
        all[i][j] = alike(some.get(i), others.get(j), weights) + weights.features() * cosines[i][j];
      }
    }
    return all;
  }

  private static double alike(PromptExample one, PromptExample other, Likeness weights) {
    double sum = one.getId().equals(other.getId()) ? weights.identity() : 0;
    sum += one.getAnswer().equals(other.getAnswer()) ? weights.answer() : 0;
    return one.getTask().equals(other.getTask()) ? sum + weights.task() : sum;
  }
}
