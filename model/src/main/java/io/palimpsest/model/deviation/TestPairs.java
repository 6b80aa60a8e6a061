package io.palimpsest.model.deviation;

import java.util.Arrays;

/** {@link TestKernel}s of all pairs of A test examples and B others. */
final class TestPairs {
  private final ExamplePairs texts;
  private final double[] some;
  private final double[] others;

  /**
   * @param some φ₀ of the A
   * @param others φ₀ of the B
   * @param fitted φ₀ of the test examples of the fit, by which the others are standardised
   */
  TestPairs(ExamplePairs texts, double[] some, double[] others, double[] fitted) {
    double mean = Arrays.stream(fitted).average().orElseThrow();
    double square = Arrays.stream(fitted).map(each -> (each - mean) * (each - mean)).sum();
    double deviation = square > 0 ? Math.sqrt(square / fitted.length) : 1;
    this.texts = texts;
    this.some = Arrays.stream(some).map(each -> (each - mean) / deviation).toArray();
    this.others = Arrays.stream(others).map(each -> (each - mean) / deviation).toArray();
  }

  /** [A][B]. */
  double[][] alike(TestKernel kernel) {
    double[][] all = texts.alike(kernel.likeness());
    for (int i = 0; i < some.length; i++) {
      for (int j = 0; j < others.length; j++) {
        all[i][j] += kernel.byInitial(some[i], others[j]);
      }
    }
    return all;
  }
}
