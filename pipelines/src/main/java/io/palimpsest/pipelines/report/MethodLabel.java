package io.palimpsest.pipelines.report;

import io.palimpsest.model.comparison.MislabelDetection;
import io.palimpsest.model.comparison.TrivialTrajectories;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;

/** Methods' names as people read them. */
final class MethodLabel {
  private static final Map<String, String> LABELS =
      Map.of(
          "gptfluence",
          "GPTfluence",
          "simfluence",
          "Simfluence",
          "tracin_cp",
          "TracIn-CP",
          "grad_dot",
          "Grad-Dot",
          "bm25",
          "BM25",
          "palimpsest",
          "Palimpsest",
          TrivialTrajectories.CONSTANT,
          "stays as it was",
          MislabelDetection.IDEAL,
          "all at once");

  private static final Set<String> TRIVIAL =
      Set.of(TrivialTrajectories.CONSTANT, TrivialTrajectories.MEAN);

  private MethodLabel() {}

  /** A variant keeps what stands behind its method's name. */
  static String of(String method) {
    return LABELS.keySet().stream()
        .filter(known -> method.equals(known) || method.startsWith(known + "_"))
        .max(Comparator.comparingInt(String::length))
        .map(known -> LABELS.get(known) + Numbers.label(method.substring(known.length())))
        .orElse(Numbers.label(method));
  }

  /**
   * Whether it is fair to say that it is best: one that was scaled to the very trajectories that it
   * forecasts is not.
   */
  static boolean isFair(String method) {
    return !method.endsWith("_truth");
  }

  /** Whether it looks at no curriculum. */
  static boolean isTrivial(String method) {
    return TRIVIAL.contains(method);
  }
}
