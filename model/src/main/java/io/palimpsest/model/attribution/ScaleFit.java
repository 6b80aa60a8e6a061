package io.palimpsest.model.attribution;

import io.palimpsest.schemas.record.Trajectory;
import java.util.List;

/**
 * The factor of forecast changes with the least squared error against measured ones, over all steps
 * of all trajectories: {@code Σ x·y / Σ x²} of forecast falls x and measured falls y since before
 * training (arXiv 2404.07840, whose code fits it to the losses that it then compares with).
 */
final class ScaleFit {
  private double products;
  private double squares;

  /** The scale of the losses of all test examples in some runs. */
  static double of(Dynamics dynamics, List<RunInfluence> influences) {
    ScaleFit fit = new ScaleFit();
    for (RunInfluence influence : influences) {
      for (int test = 0; test < influence.tests().size(); test++) {
        Trajectory measured = dynamics.loss(influence.run(), influence.tests().get(test));
        fit.add(measured, influence.fallen(test));
      }
    }
    return fit.scale();
  }

  /**
   * @param fallen of the trajectory's example, see {@link RunInfluence#fallen}
   */
  void add(Trajectory measured, double[] fallen) {
    LossForecast.require(measured, fallen);
    for (int i = 1; i < measured.getSteps().size(); i++) {
      double forecast = fallen[measured.getSteps().get(i)];
      products += forecast * (measured.getValues().get(0) - measured.getValues().get(i));
      squares += forecast * forecast;
    }
  }

  /** 1 if no change was forecast. */
  double scale() {
    return squares == 0 ? 1 : products / squares;
  }
}
