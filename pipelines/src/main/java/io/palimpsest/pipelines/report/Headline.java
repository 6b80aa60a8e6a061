package io.palimpsest.pipelines.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The outcome in one sentence and a few large figures.
 *
 * @param sentence empty if nothing is known
 */
record Headline(String sentence, List<Tile> tiles) {

  /** A large figure. */
  record Tile(String value, String label) {}

  static Headline of(Report report, Evaluation evaluation) {
    return new Headline(sentence(report, evaluation), tiles(report, evaluation));
  }

  private static String sentence(Report report, Evaluation evaluation) {
    String text =
        Stream.of(
                data(report),
                forecast(report, evaluation),
                bestMethod(report).map(BestMethod::sentence))
            .flatMap(Optional::stream)
            .collect(Collectors.joining("; "));
    return text.isEmpty() ? "" : Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
  }

  private static Optional<String> data(Report report) {
    Optional<String> documents = count(report, "documents", "document");
    Optional<String> patches = count(report, "patches", "patch", "render");
    if (documents.isPresent() && patches.isPresent()) {
      return Optional.of(documents.get() + " became " + patches.get());
    }
    return documents.or(() -> patches).map(count -> count + " went in");
  }

  private static Optional<String> forecast(Report report, Evaluation evaluation) {
    String after = steps(report).map(n -> "after " + plural(n, "steps", "step") + " ").orElse("");
    return evaluation
        .model()
        .map(
            model ->
                after
                    + "the model forecasts the next patch with a loss of "
                    + Numbers.decimal(model.loss())
                    + evaluation.better().map(best -> against(model, best)).orElse(""));
  }

  private static String against(Evaluation.Score model, Evaluation.Score best) {
    double difference = 1 - model.loss() / best.loss();
    String relation = difference >= 0 ? " below" : " above";
    return ", "
        + Numbers.percent(Math.abs(difference))
        + relation
        + " the better trivial forecast ("
        + best.name()
        + ": "
        + Numbers.decimal(best.loss())
        + ")";
  }

  private static List<Tile> tiles(Report report, Evaluation evaluation) {
    List<Tile> tiles = new ArrayList<>();
    figure(report, "documents", "corpus").ifPresent(n -> tiles.add(tile(n, "documents")));
    figure(report, "patches", "render").ifPresent(n -> tiles.add(tile(n, "patches")));
    steps(report).ifPresent(n -> tiles.add(tile(n, "training steps")));
    evaluation
        .model()
        .ifPresent(score -> tiles.add(new Tile(Numbers.decimal(score.loss()), "patch loss")));
    evaluation
        .ratio()
        .ifPresent(
            ratio -> tiles.add(new Tile(Numbers.ratio(ratio), "of the better trivial loss")));
    bestMethod(report).ifPresent(best -> tiles.addAll(tiles(best)));
    return tiles;
  }

  private static List<Tile> tiles(BestMethod best) {
    List<Tile> tiles = new ArrayList<>();
    tiles.add(
        new Tile(
            Numbers.decimal(best.method().error()), "squared error of " + best.method().name()));
    best.correlation()
        .ifPresent(
            rho -> tiles.add(new Tile(Numbers.ratio(rho), "its final-step rank correlation")));
    return tiles;
  }

  private static Optional<BestMethod> bestMethod(Report report) {
    return report.influence().flatMap(study -> BestMethod.of(study.figures()));
  }

  private static Tile tile(double count, String label) {
    return new Tile(Numbers.count(count), label);
  }

  private static Optional<Double> steps(Report report) {
    return report.steps().stream()
        .map(step -> (double) step.getStep())
        .max(Double::compare)
        .or(() -> figure(report, "steps", "pretrain"));
  }

  private static Optional<String> count(Report report, String metric, String single) {
    return count(report, metric, single, "corpus");
  }

  private static Optional<String> count(Report report, String metric, String single, String type) {
    return figure(report, metric, type).map(n -> plural(n, metric, single));
  }

  private static String plural(double count, String many, String one) {
    return Numbers.count(count) + " " + (count == 1 ? one : many);
  }

  private static Optional<Double> figure(Report report, String metric, String type) {
    return report.stages().stream()
        .filter(stage -> stage.type().equals(type) && stage.metrics().containsKey(metric))
        .map(stage -> stage.metrics().get(metric))
        .reduce(Double::sum);
  }
}
