package io.palimpsest.model.simulation;

/**
 * What one training example does to the tests of a run, by a roll-out without it.
 *
 * @param value the last forecast without the example minus that with it, [T]
 * @param additive the sum of its shifts over its steps, [T]
 * @param multiplicative the sum over its steps of its multiples, each times the forecast that it
 *     multiplies, [T]
 */
record Effects(double[] value, double[] additive, double[] multiplicative) {

  /**
   * The effects of an example.
   *
   * @param with the run's forecasts, [M + 1][T]
   */
  static Effects of(int example, int[][] batches, float[][] with, Coefficients coefficients) {
    int tests = with[0].length;
    float[][] without = new RollOut(coefficients, tests).without(example, batches, with[0]);
    double[] value = new double[tests];
    double[] additive = new double[tests];
    double[] multiplicative = new double[tests];
    for (int test = 0; test < tests; test++) {
      value[test] = (double) without[batches.length][test] - with[batches.length][test];
    }
    for (int m = 0; m < batches.length; m++) {
      for (int each : batches[m]) {
        if (each == example) {
          add(example, m, with, coefficients, additive, multiplicative);
        }
      }
    }
    return new Effects(value, additive, multiplicative);
  }

  private static void add(
      int example,
      int m,
      float[][] with,
      Coefficients coefficients,
      double[] additive,
      double[] multiplicative) {
    for (int test = 0; test < additive.length; test++) {
      additive[test] += coefficients.shifts()[example][test];
      for (int j = 1; j <= coefficients.order() && m + 1 - j >= 0; j++) {
        multiplicative[test] +=
            coefficients.multiples().get(j - 1)[example][test] * with[m + 1 - j][test];
      }
    }
  }
}
