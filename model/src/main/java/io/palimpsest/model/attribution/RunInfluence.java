package io.palimpsest.model.attribution;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * By how much the training examples of a run lower the loss of test examples, to first order and
 * not rescaled, in nats a token.
 */
public final class RunInfluence {
  private final String run;
  private final List<String> tests;
  private final double[][] falls;
  private final Map<String, double[]> influences = new LinkedHashMap<>();

  RunInfluence(String run, int steps, List<String> tests) {
    this.run = run;
    this.tests = List.copyOf(tests);
    this.falls = new double[steps][tests.size()];
  }

  /** Adds what an example does in the update from {@code step} to the next. */
  void add(int step, String example, double rate, float[] products) {
    double[] sums = influences.computeIfAbsent(example, id -> new double[tests.size()]);
    for (int test = 0; test < products.length; test++) {
      double fall = rate * products[test];
      falls[step][test] += fall;
      sums[test] += fall;
    }
  }

  /** The run's id. */
  public String run() {
    return run;
  }

  /** The test examples' ids. */
  public List<String> tests() {
    return tests;
  }

  /** How many updates the run has. */
  public int steps() {
    return falls.length;
  }

  /**
   * By how much a test example's loss has fallen since before training, after each step, step 0
   * with its 0 first.
   *
   * @param test index in {@link #tests}
   */
  public double[] fallen(int test) {
    double[] fallen = new double[falls.length + 1];
    for (int step = 0; step < falls.length; step++) {
      fallen[step + 1] = fallen[step] + falls[step][test];
    }
    return fallen;
  }

  /** Of each training example, in the order of its first use, the sum of its steps, [tests]. */
  public Map<String, double[]> influences() {
    return Collections.unmodifiableMap(influences);
  }
}
