package io.palimpsest.pipelines.report;

import java.util.List;

/**
 * A line of the evaluation table.
 *
 * @param share the loss as a percentage of the largest, the length of its bar
 * @param model whether this is the model, not a trivial forecast
 */
record ScoreRow(String name, String loss, String ratio, int share, boolean model) {

  static List<ScoreRow> of(Evaluation evaluation) {
    List<Evaluation.Score> scores = evaluation.scores();
    double largest = scores.stream().mapToDouble(Evaluation.Score::loss).max().orElse(1);
    return scores.stream().map(score -> row(score, evaluation, largest)).toList();
  }

  private static ScoreRow row(Evaluation.Score score, Evaluation evaluation, double largest) {
    String ratio =
        evaluation.better().map(best -> Numbers.ratio(score.loss() / best.loss())).orElse("");
    boolean model = evaluation.model().filter(score::equals).isPresent();
    int share = (int) Math.round(100 * score.loss() / largest);
    return new ScoreRow(score.name(), Numbers.decimal(score.loss()), ratio, share, model);
  }
}
