package io.palimpsest.model.simulation;

/**
 * Forecasts of whole trajectories, of which only the first value is given: each forecast feeds the
 * next (arXiv 2404.07840, equation 3). What lies before the first value is 0.
 */
final class RollOut {
  private final Coefficients coefficients;
  private final int tests;

  RollOut(Coefficients coefficients, int tests) {
    this.coefficients = coefficients;
    this.tests = tests;
  }

  /**
   * The trajectories of a run, [M + 1][T].
   *
   * @param batches [M][..]
   * @param initial [T]
   */
  float[][] of(int[][] batches, float[] initial) {
    return without(-1, batches, initial);
  }

  /** The same, had an example been left out of its batches; of none if it is -1. */
  float[][] without(int example, int[][] batches, float[] initial) {
    float[][] values = new float[batches.length + 1][];
    values[0] = initial.clone();
    for (int m = 0; m < batches.length; m++) {
      values[m + 1] = next(batches[m], example, values, m);
    }
    return values;
  }

  /** The values behind transition {@code m}, of which those before are known. */
  private float[] next(int[] batch, int example, float[][] values, int m) {
    float[] next = sum(batch, example, coefficients.shifts());
    for (int j = 1; j <= coefficients.order() && m + 1 - j >= 0; j++) {
      float[] multiple = sum(batch, example, coefficients.multiples().get(j - 1));
      float[] before = values[m + 1 - j];
      for (int test = 0; test < tests; test++) {
        next[test] += multiple[test] * before[test];
      }
    }
    return next;
  }

  private float[] sum(int[] batch, int example, float[][] of) {
    float[] sum = new float[tests];
    for (int each : batch) {
      if (each != example) {
        float[] row = of[each];
        for (int test = 0; test < tests; test++) {
          sum[test] += row[test];
        }
      }
    }
    return sum;
  }

  /** Floating-point operations of a roll-out of transitions, to a sum of two for each term. */
  static long operations(int[][] batches, int tests, int order) {
    long operations = 0;
    for (int[] batch : batches) {
      operations += (order + 1L) * batch.length * tests + 2L * order * tests;
    }
    return operations;
  }
}
