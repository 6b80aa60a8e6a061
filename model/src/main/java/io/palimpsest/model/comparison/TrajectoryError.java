package io.palimpsest.model.comparison;

import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.record.ForecastScore;
import io.palimpsest.schemas.record.Trajectory;
import java.util.List;

/**
 * The distance of a forecast from the trajectory that was measured. The first measurement, before
 * training, is given to every method and does not count.
 */
public final class TrajectoryError {
  private TrajectoryError() {}

  /**
   * @param truth what was measured, two values or more
   * @param forecast of the same example, run and metric
   * @throws InvalidInputException if the forecast is of other steps
   */
  public static ForecastScore of(Subset subset, Trajectory truth, Trajectory forecast) {
    if (!truth.getSteps().equals(forecast.getSteps())) {
      throw new InvalidInputException(
          "method %s forecasts steps %s of example '%s' in %s, but steps %s were measured: simulate the same dynamics"
              .formatted(
                  forecast.getMethod(),
                  forecast.getSteps(),
                  truth.getExample(),
                  truth.getRun(),
                  truth.getSteps()));
    }
    List<Float> measured = truth.getValues();
    double squares = 0;
    double distances = 0;
    for (int i = 1; i < measured.size(); i++) {
      double error = forecast.getValues().get(i) - measured.get(i);
      squares += error * error;
      distances += Math.abs(error);
    }
    int last = measured.size() - 1;
    return ForecastScore.newBuilder()
        .setMethod(forecast.getMethod())
        .setSubset(subset.label())
        .setMetric(truth.getMetric())
        .setRun(truth.getRun())
        .setExample(truth.getExample())
        .setMse(squares / last)
        .setMae(distances / last)
        .setFinalTruth(measured.get(last))
        .setFinalForecast(forecast.getValues().get(last))
        .build();
  }
}
