package io.palimpsest.model.dynamics;

import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.record.RunRole;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * A run that is to take place.
 *
 * @param id such as {@code run-0007}
 * @param seed of its curriculum
 * @param role what simulators do with it; of runs of {@link RunRole#TEST_UNSEEN} the examples are
 *     unseen too
 */
public record RunPlan(String id, long seed, RunRole role) implements Serializable {

  /**
   * How many runs of each role there are.
   *
   * @param fit 1 or more
   * @param validation 0 or more
   * @param test 0 or more
   * @param unseen 0 or more
   */
  public record Counts(int fit, int validation, int test, int unseen) implements Serializable {
    public Counts {
      require("fit-runs", fit, 1);
      require("validation-runs", validation, 0);
      require("test-runs", test, 0);
      require("unseen-runs", unseen, 0);
    }

    private static void require(String name, int value, int bound) {
      if (value < bound) {
        throw new InvalidInputException(
            "%s is %d: it must be %d or more".formatted(name, value, bound));
      }
    }
  }

  /** All runs, numbered by role; run i has seed {@code seed + i}. */
  public static List<RunPlan> all(Counts counts, long seed) {
    List<RunPlan> plans = new ArrayList<>();
    add(plans, counts.fit(), RunRole.FIT, seed);
    add(plans, counts.validation(), RunRole.VALIDATION, seed);
    add(plans, counts.test(), RunRole.TEST, seed);
    add(plans, counts.unseen(), RunRole.TEST_UNSEEN, seed);
    return plans;
  }

  private static void add(List<RunPlan> plans, int count, RunRole role, long seed) {
    for (int i = 0; i < count; i++) {
      int number = plans.size();
      plans.add(new RunPlan("run-%04d".formatted(number), seed + number, role));
    }
  }

  /**
   * Whether checkpoints are kept of it, for influence by gradients: where forecasts are made, and
   * where a method that needs a scale can find it without a look at what it is tested on.
   */
  public boolean keepsCheckpoints() {
    return role != RunRole.FIT;
  }
}
