package io.palimpsest.model.deviation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * How alike two runs are at two of their steps: their exposures to training examples times those
 * examples' likeness, less the more steps lie between.
 *
 * @param likeness of training examples
 * @param memory what is left of an exposure after a step, more than 0 and at most 1
 * @param reach steps over which deviations lose all but 1/e of their likeness, as a share of a run
 * @param noise variance of what curricula do not explain, relative to what they do; most of it
 *     stays with a run as its deviations do
 */
public record CurriculumKernel(Likeness likeness, double memory, double reach, double noise) {
  /** Where a search begins. */
  static final CurriculumKernel START =
      new CurriculumKernel(new Likeness(0.3, 1, 1, 1), 0.95, 1, 1);

  private static final double[] WEIGHTS = {0, 0.1, 0.3, 1, 3};
  private static final double[] MEMORIES = {0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 1};
  private static final double[] REACHES = {0.05, 0.2, 0.5, 1, 3, 100};
  private static final double[] NOISES = {0.03, 0.1, 0.3, 1, 3, 10};

  /** All that differ in one value. */
  List<CurriculumKernel> neighbours() {
    Likeness l = likeness;
    List<CurriculumKernel> all = new ArrayList<>();
    add(all, WEIGHTS, w -> with(new Likeness(w, l.features(), l.answer(), l.task())));
    add(all, WEIGHTS, w -> with(new Likeness(l.identity(), w, l.answer(), l.task())));
    add(all, WEIGHTS, w -> with(new Likeness(l.identity(), l.features(), w, l.task())));
    add(all, WEIGHTS, w -> with(new Likeness(l.identity(), l.features(), l.answer(), w)));
    add(all, MEMORIES, value -> new CurriculumKernel(l, value, reach, noise));
    add(all, REACHES, value -> new CurriculumKernel(l, memory, value, noise));
    add(all, NOISES, value -> new CurriculumKernel(l, memory, reach, value));
    return all;
  }

  private CurriculumKernel with(Likeness other) {
    return new CurriculumKernel(other, memory, reach, noise);
  }

  private void add(
      List<CurriculumKernel> all, double[] values, DoubleFunction<CurriculumKernel> with) {
    for (double value : values) {
      CurriculumKernel other = with.apply(value);
      if (!other.equals(this)) {
        all.add(other);
      }
    }
  }
}
