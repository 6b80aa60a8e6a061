package io.palimpsest.model.deviation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * How alike two test examples are: by their metric before training, φ₀, and as texts.
 *
 * @param initial weight of the product of their φ₀
 * @param near weight of a bell curve over the distance of their φ₀
 * @param likeness as texts
 * @param noise variance of what is an example's own
 */
public record TestKernel(double initial, double near, Likeness likeness, double noise) {
  /** Where a search begins. */
  static final TestKernel START = new TestKernel(1, 0, new Likeness(0, 0, 1, 1), 0.3);

  /** Of the bell curve, in standard deviations of φ₀. */
  private static final double WIDTH = 0.5;

  private static final double[] WEIGHTS = {0, 0.1, 0.3, 1, 3};
  private static final double[] NOISES = {0.01, 0.03, 0.1, 0.3, 1, 3, 10};

  /** All that differ in one value. */
  List<TestKernel> neighbours() {
    Likeness l = likeness;
    List<TestKernel> all = new ArrayList<>();
    add(all, WEIGHTS, value -> new TestKernel(value, near, l, noise));
    add(all, WEIGHTS, value -> new TestKernel(initial, value, l, noise));
    add(all, WEIGHTS, w -> with(new Likeness(0, w, l.answer(), l.task())));
    add(all, WEIGHTS, w -> with(new Likeness(0, l.features(), w, l.task())));
    add(all, WEIGHTS, w -> with(new Likeness(0, l.features(), l.answer(), w)));
    add(all, NOISES, value -> new TestKernel(initial, near, l, value));
    return all;
  }

  /** What two standardised φ₀ say. */
  double byInitial(double one, double other) {
    double distance = (one - other) / WIDTH;
    return initial * one * other + near * Math.exp(-distance * distance / 2);
  }

  private TestKernel with(Likeness other) {
    return new TestKernel(initial, near, other, noise);
  }

  private void add(List<TestKernel> all, double[] values, DoubleFunction<TestKernel> with) {
    for (double value : values) {
      TestKernel other = with.apply(value);
      if (!other.equals(this)) {
        all.add(other);
      }
    }
  }
}
