package io.palimpsest.pipelines.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One stage of the reported workflow.
 *
 * @param name its name in the workflow
 * @param type its type
 * @param state whether this run executed it or found its artifact
 * @param seconds how long it ran; the time of the run that made the artifact, if it was reused
 * @param metrics its artifact's figures
 * @param fingerprint its artifact's fingerprint
 * @param artifact where its artifact lies
 * @param inputs names of the stages that it reads from; names of no stage of the report are ignored
 */
public record StageSummary(
    String name,
    String type,
    State state,
    double seconds,
    Map<String, Double> metrics,
    String fingerprint,
    String artifact,
    List<String> inputs) {

  /** What this run did with the stage. */
  public enum State {
    EXECUTED,
    REUSED;

    String label() {
      return this == EXECUTED ? "executed" : "reused";
    }
  }

  /** The figure that says most about a stage's outcome, the most telling first. */
  private static final List<String> MAIN =
      List.of(
          "patch_loss",
          "steps",
          "patches",
          "documents",
          "examples",
          "records",
          "sequences",
          "runs");

  public StageSummary {
    metrics = Report.sorted(metrics);
    inputs = List.copyOf(inputs);
  }

  /** The main figure with its name, such as "31,532 patches". */
  Optional<String> mainFigure() {
    Stream<String> known = MAIN.stream().filter(metrics::containsKey);
    return Stream.concat(known, metrics.keySet().stream()).findFirst().map(this::figure);
  }

  /** How long it took, or that it took nothing. */
  String time() {
    return state == State.REUSED ? state.label() : Numbers.duration(seconds);
  }

  private String figure(String metric) {
    String value = Numbers.metric(metric, metrics.get(metric));
    String label = Numbers.label(metric);
    return Numbers.isCount(metrics.get(metric)) ? value + " " + label : label + " " + value;
  }
}
