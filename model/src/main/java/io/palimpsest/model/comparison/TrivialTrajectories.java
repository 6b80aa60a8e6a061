package io.palimpsest.model.comparison;

import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.record.ExampleRole;
import io.palimpsest.schemas.record.RunRole;
import io.palimpsest.schemas.record.Trajectory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Forecasts that look at no curriculum.
 *
 * <ul>
 *   <li>{@value #CONSTANT}: the first measurement stays.
 *   <li>{@value #MEAN}: of a test example of the fit its mean over the runs of the fit; of an
 *       unseen one its first measurement plus the mean change of all test examples of the fit.
 * </ul>
 */
public final class TrivialTrajectories {
  public static final String CONSTANT = "constant";
  public static final String MEAN = "mean_trajectory";

  private final Map<String, RunRole> runs;
  private final Map<String, ExampleRole> examples;
  private final List<Trajectory> measured;
  private final Map<String, Mean> means = new TreeMap<>();
  private final Mean change = new Mean();

  /**
   * @param runs roles by id
   * @param examples roles by id
   * @param measured all trajectories of one metric
   * @throws InvalidInputException if trajectories are of unequal length, or no run is for the fit
   */
  public TrivialTrajectories(
      Map<String, RunRole> runs, Map<String, ExampleRole> examples, List<Trajectory> measured) {
    this.runs = runs;
    this.examples = examples;
    this.measured = measured;
    for (Trajectory each : measured) {
      if (runs.get(each.getRun()) == RunRole.FIT && !isUnseen(each)) {
        means.computeIfAbsent(each.getExample(), id -> new Mean()).add(each, 0);
        change.add(each, each.getValues().get(0));
      }
    }
    if (means.isEmpty()) {
      throw new InvalidInputException(
          "no run is for the fit, so there is no mean trajectory: set fit-runs of the dynamics");
    }
  }

  /** Both forecasts of all test runs. */
  public List<Trajectory> all() {
    List<Trajectory> forecasts = new ArrayList<>();
    for (Trajectory each : measured) {
      RunRole role = runs.get(each.getRun());
      if (role == RunRole.TEST || role == RunRole.TEST_UNSEEN) {
        forecasts.add(constant(each));
        forecasts.add(mean(each));
      }
    }
    return forecasts;
  }

  private static Trajectory constant(Trajectory truth) {
    int size = truth.getValues().size();
    return forecast(CONSTANT, truth, Collections.nCopies(size, truth.getValues().get(0)));
  }

  private Trajectory mean(Trajectory truth) {
    return isUnseen(truth)
        ? forecast(MEAN, truth, change.values(truth.getValues().get(0)))
        : forecast(MEAN, truth, means.get(truth.getExample()).values(0));
  }

  private boolean isUnseen(Trajectory trajectory) {
    return examples.get(trajectory.getExample()) == ExampleRole.TEST_UNSEEN;
  }

  private static Trajectory forecast(String method, Trajectory truth, List<Float> values) {
    return Trajectory.newBuilder(truth).setMethod(method).setValues(values).build();
  }

  /** A mean of trajectories, value by value. */
  private static final class Mean {
    private double[] sums;
    private int count;

    void add(Trajectory trajectory, float less) {
      List<Float> values = trajectory.getValues();
      sums = sums == null ? new double[values.size()] : sums;
      if (values.size() != sums.length) {
        throw new InvalidInputException(
            "%s of example '%s' in %s has %d measurements, others have %d: measure all runs alike"
                .formatted(
                    trajectory.getMetric(),
                    trajectory.getExample(),
                    trajectory.getRun(),
                    values.size(),
                    sums.length));
      }
      for (int i = 0; i < sums.length; i++) {
        sums[i] += values.get(i) - less;
      }
      count++;
    }

    List<Float> values(float plus) {
      List<Float> values = new ArrayList<>();
      for (double sum : sums) {
        values.add((float) (sum / count + plus));
      }
      return values;
    }
  }
}
