package io.palimpsest.model.metric;

import java.util.HashMap;
import java.util.Map;

/** Metrics of classes. */
final class Classification {
  private static final double POSITIVE = 1;

  private Classification() {}

  static double accuracy(double[] expected, double[] predicted) {
    return (double) right(expected, predicted) / expected.length;
  }

  /** 2 TP / (2 TP + FP + FN); the denominator is how often the class is expected or predicted. */
  static double f1(double[] expected, double[] predicted) {
    long both = 0;
    long either = 0;
    for (int i = 0; i < expected.length; i++) {
      boolean wanted = expected[i] == POSITIVE;
      boolean said = predicted[i] == POSITIVE;
      both += wanted && said ? 1 : 0;
      either += (wanted ? 1 : 0) + (said ? 1 : 0);
    }
    return either == 0 ? 0 : 2.0 * both / either;
  }

  /**
   * Gorodkin's R_K (Comparing two K-category assignments by a K-category correlation coefficient,
   * 2004), of which Matthews' is the case of two classes.
   */
  static double matthews(double[] expected, double[] predicted) {
    Map<Double, Long> wanted = counts(expected);
    Map<Double, Long> said = counts(predicted);
    double all = expected.length;
    double covariance = right(expected, predicted) * all - dot(wanted, said);
    double spread = (all * all - dot(wanted, wanted)) * (all * all - dot(said, said));
    return spread == 0 ? 0 : covariance / Math.sqrt(spread);
  }

  private static long right(double[] expected, double[] predicted) {
    long right = 0;
    for (int i = 0; i < expected.length; i++) {
      right += expected[i] == predicted[i] ? 1 : 0;
    }
    return right;
  }

  private static Map<Double, Long> counts(double[] classes) {
    Map<Double, Long> counts = new HashMap<>();
    for (double each : classes) {
      counts.merge(each, 1L, Long::sum);
    }
    return counts;
  }

  private static double dot(Map<Double, Long> a, Map<Double, Long> b) {
    // Sums of whole numbers are exact, so that the map's order does not matter.
    return a.entrySet().stream()
        .mapToDouble(each -> (double) each.getValue() * b.getOrDefault(each.getKey(), 0L))
        .sum();
  }
}
