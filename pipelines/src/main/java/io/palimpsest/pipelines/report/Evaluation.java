package io.palimpsest.pipelines.report;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A model's patch loss against forecasts that need no model.
 *
 * @param model the model's score
 * @param trivial the scores of the trivial forecasts
 * @param others the other figures of the evaluation
 */
record Evaluation(Optional<Score> model, List<Score> trivial, Map<String, Double> others) {
  private static final String MODEL = "patch_loss";
  private static final List<String> TRIVIAL =
      List.of("patch_loss_mean_patch", "patch_loss_previous_patch");

  /** A loss and whose it is. */
  record Score(String name, double loss) {}

  static Evaluation of(Map<String, Double> metrics) {
    List<Score> trivial =
        TRIVIAL.stream()
            .filter(metrics::containsKey)
            .map(name -> new Score(trivialName(name), metrics.get(name)))
            .toList();
    Map<String, Double> others = new TreeMap<>(metrics);
    others.keySet().removeAll(TRIVIAL);
    others.remove(MODEL);
    return new Evaluation(
        Optional.ofNullable(metrics.get(MODEL)).map(loss -> new Score("model", loss)),
        trivial,
        others);
  }

  private static String trivialName(String metric) {
    return Numbers.label(metric.substring(MODEL.length() + 1));
  }

  /** The trivial forecast that a model must beat. */
  Optional<Score> better() {
    return trivial.stream().min(Comparator.comparingDouble(Score::loss));
  }

  /** The model's loss divided by the better trivial forecast's. */
  Optional<Double> ratio() {
    return model.flatMap(score -> better().map(best -> score.loss() / best.loss()));
  }

  /** All scores, the model's first. */
  List<Score> scores() {
    return Stream.concat(model.stream(), trivial.stream()).toList();
  }
}
