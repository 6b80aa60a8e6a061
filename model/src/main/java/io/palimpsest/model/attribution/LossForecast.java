package io.palimpsest.model.attribution;

import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.record.Trajectory;
import java.util.ArrayList;
import java.util.List;

/**
 * Forecasts of losses from first-order influence, {@code φ̂_{t+1} = φ̂_t − s·η_t Σ_{i∈c_t}
 * ⟨∇L(z_i), ∇L(z′)⟩}, of which the measured loss before training is given.
 */
final class LossForecast {
  private LossForecast() {}

  /**
   * The forecast of a measured trajectory, at its steps.
   *
   * @param fallen of its example, see {@link RunInfluence#fallen}
   * @param scale s
   */
  static Trajectory of(Trajectory measured, double[] fallen, double scale, String method) {
    require(measured, fallen);
    List<Float> values = new ArrayList<>();
    for (int step : measured.getSteps()) {
      values.add((float) (measured.getValues().get(0) - scale * fallen[step]));
    }
    return Trajectory.newBuilder(measured).setMethod(method).setValues(values).build();
  }

  static void require(Trajectory measured, double[] fallen) {
    List<Integer> steps = measured.getSteps();
    int last = steps.isEmpty() ? -1 : steps.get(steps.size() - 1);
    if (last < 0 || steps.get(0) != 0 || last >= fallen.length) {
      throw new InvalidInputException(
          "the trajectory of example '%s' in run '%s' is of steps %s: it must begin with step 0 and end by step %d, the run's last"
              .formatted(measured.getExample(), measured.getRun(), steps, fallen.length - 1));
    }
  }
}
