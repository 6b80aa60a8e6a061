package io.palimpsest.model.metric;

import java.util.Arrays;
import java.util.function.ToDoubleBiFunction;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;

/**
 * A figure of how well predictions fit what was expected; greater is better. Classes are given by
 * their indices, as whole numbers.
 */
public enum Metric {
  /** The fraction of predictions that are right, 0 to 1. */
  ACCURACY("accuracy", Classification::accuracy),
  /**
   * Of class 1, the harmonic mean of precision and recall, 0 to 1; 0 if class 1 is neither expected
   * nor predicted, as scikit-learn's {@code f1_score(zero_division=0)}.
   */
  F1("f1", Classification::f1),
  /**
   * Matthews' correlation of any number of classes, -1 to 1; 0 if only one class is expected or
   * only one predicted, as scikit-learn's {@code matthews_corrcoef}.
   */
  MATTHEWS("matthews", Classification::matthews),
  /**
   * Pearson's correlation, -1 to 1. 0 where it is not defined (fewer than two values, or constant
   * ones), where SciPy gives NaN: a constant prediction says nothing, and 0 can be averaged.
   */
  PEARSON("pearson", Metric::pearson),
  /**
   * Spearman's rank correlation, equal values having their mean rank; 0 as for {@link #PEARSON}.
   */
  SPEARMAN("spearman", Metric::spearman);

  private final String id;
  private final ToDoubleBiFunction<double[], double[]> function;

  Metric(String id, ToDoubleBiFunction<double[], double[]> function) {
    this.id = id;
    this.function = function;
  }

  /** Its name in figures, such as {@code accuracy}. */
  public String id() {
    return id;
  }

  /**
   * Scores predictions.
   *
   * @param expected classes or numbers, at least one
   * @param predicted as many, in the same order
   * @throws IllegalArgumentException if there are none, not as many, or one is not finite
   */
  public double score(double[] expected, double[] predicted) {
    if (expected.length == 0 || expected.length != predicted.length) {
      throw new IllegalArgumentException(
          "%d predictions of %d values; give one for each"
              .formatted(predicted.length, expected.length));
    }
    requireFinite("expected", expected);
    requireFinite("predicted", predicted);
    return function.applyAsDouble(expected, predicted);
  }

  private static void requireFinite(String what, double[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw new IllegalArgumentException("%s value %d is %s".formatted(what, i, values[i]));
      }
    }
  }

  private static double pearson(double[] expected, double[] predicted) {
    return isConstant(expected) || isConstant(predicted)
        ? 0
        : new PearsonsCorrelation().correlation(expected, predicted);
  }

  private static double spearman(double[] expected, double[] predicted) {
    return isConstant(expected) || isConstant(predicted)
        ? 0
        : new SpearmansCorrelation().correlation(oneZero(expected), oneZero(predicted));
  }

  /** Ranking takes -0 for less than 0, which equal each other. */
  private static double[] oneZero(double[] values) {
    return Arrays.stream(values).map(value -> value + 0.0).toArray();
  }

  /** Asked before, as rounding in the mean of equal values can pass for a variance. */
  private static boolean isConstant(double[] values) {
    return Arrays.stream(values).allMatch(value -> value == values[0]);
  }
}
