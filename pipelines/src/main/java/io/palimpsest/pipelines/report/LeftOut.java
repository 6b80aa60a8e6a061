package io.palimpsest.pipelines.report;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a stage dropped or could not show, and how much of it. */
record LeftOut(String stage, String value, String label) {
  private static final Map<String, String> LABELS =
      Map.of(
          "duplicates", "duplicate documents dropped",
          "rejected", "records rejected",
          "missing_glyphs", "characters that no font covers");

  static List<LeftOut> of(List<StageSummary> stages) {
    return stages.stream().flatMap(LeftOut::of).toList();
  }

  private static Stream<LeftOut> of(StageSummary stage) {
    return stage.metrics().entrySet().stream()
        .filter(metric -> LABELS.containsKey(metric.getKey()))
        .map(
            metric ->
                new LeftOut(
                    stage.name(),
                    Numbers.metric(metric.getKey(), metric.getValue()),
                    LABELS.get(metric.getKey())));
  }
}
