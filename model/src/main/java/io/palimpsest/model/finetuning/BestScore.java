package io.palimpsest.model.finetuning;

import java.util.SortedMap;

/** The best of the evaluations so far, and how long none was better. */
final class BestScore {
  private final String figure;
  private final int patience;
  private SortedMap<String, Double> figures;
  private int step;
  private int waited;

  /**
   * @param figure the one that counts; greater is better
   * @param patience evaluations without a better one after which it is time to stop
   */
  BestScore(String figure, int patience) {
    this.figure = figure;
    this.patience = patience;
  }

  /** Hears of an evaluation; says whether it is the best so far, of equal ones the first. */
  boolean improves(int at, SortedMap<String, Double> evaluation) {
    if (figures != null && evaluation.get(figure) <= figures.get(figure)) {
      waited++;
      return false;
    }
    figures = evaluation;
    step = at;
    waited = 0;
    return true;
  }

  boolean isTimeToStop() {
    return waited >= patience;
  }

  SortedMap<String, Double> figures() {
    return figures;
  }

  int step() {
    return step;
  }
}
