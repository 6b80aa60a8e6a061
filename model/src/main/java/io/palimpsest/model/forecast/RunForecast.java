package io.palimpsest.model.forecast;

import io.palimpsest.schemas.record.Trajectory;
import java.util.List;

/**
 * What a method says of a run.
 *
 * @param trajectories of the test examples that it can forecast
 * @param operations floating-point operations that took
 * @param effects what examples of the curriculum do to these tests; empty if not asked for
 */
public record RunForecast(List<Trajectory> trajectories, double operations, List<Effect> effects) {

  /**
   * What one training example does to the tests of a run, [T] each, in the order of the
   * trajectories.
   *
   * @param example its id
   * @param value the last forecast without the example minus that with it
   * @param additive the sum of what it adds to the metric
   * @param multiplicative the sum of its multiples, each times the forecast that it multiplies
   */
  public record Effect(
      String example, double[] value, double[] additive, double[] multiplicative) {}
}
