package io.palimpsest.pipelines.report;

import io.palimpsest.model.comparison.Subset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The method whose forecasts of runs on seen examples come nearest, and the trivial forecast that
 * it must beat.
 *
 * @param trivial the better of the trivial forecasts
 * @param correlation of ranks at the last step
 */
record BestMethod(Score method, Optional<Score> trivial, Optional<Double> correlation) {
  private static final String ERROR = "." + Subset.SEEN.label() + ".all_steps_mse";
  private static final String CORRELATION = "." + Subset.SEEN.label() + ".final_step_spearman";

  /** A mean squared error over all steps, and whose it is. */
  record Score(String name, double error) {}

  /** Nothing if no method but trivial ones forecasts. */
  static Optional<BestMethod> of(Map<String, Double> figures) {
    List<Score> scores =
        figures.entrySet().stream()
            .filter(figure -> figure.getKey().endsWith(ERROR))
            .map(figure -> new Score(method(figure.getKey()), figure.getValue()))
            .toList();
    return best(scores, false)
        .map(
            best ->
                new BestMethod(
                    labelled(best),
                    best(scores, true).map(BestMethod::labelled),
                    Optional.ofNullable(figures.get(best.name() + CORRELATION))));
  }

  private static String method(String figure) {
    return figure.substring(0, figure.length() - ERROR.length());
  }

  private static Optional<Score> best(List<Score> scores, boolean trivial) {
    return scores.stream()
        .filter(score -> MethodLabel.isTrivial(score.name()) == trivial)
        .filter(score -> MethodLabel.isFair(score.name()))
        .filter(score -> score.error() < Double.MAX_VALUE)
        .min(Comparator.comparingDouble(Score::error));
  }

  private static Score labelled(Score score) {
    return new Score(MethodLabel.of(score.name()), score.error());
  }

  /** What it comes to, in words. */
  String sentence() {
    return method.name()
        + " forecasts training runs with a mean squared error of "
        + Numbers.decimal(method.error())
        + trivial.map(this::against).orElse("");
  }

  private String against(Score best) {
    double difference = 1 - method.error() / best.error();
    return ", %s %s the better trivial forecast (%s: %s)"
        .formatted(
            Numbers.percent(Math.abs(difference)),
            difference >= 0 ? "below" : "above",
            best.name(),
            Numbers.decimal(best.error()));
  }
}
