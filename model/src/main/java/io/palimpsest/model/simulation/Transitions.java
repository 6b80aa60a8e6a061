package io.palimpsest.model.simulation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.palimpsest.model.Torch;
import java.util.ArrayList;
import java.util.List;

/**
 * All transitions of some runs as arrays, S in number, for teacher forcing: the true values before
 * each are given.
 *
 * @param batches how often each training example is in the batch, [S, N]
 * @param before the values j measurements back, n arrays of [S, T]; 0 before the first
 * @param after the values to be forecast, [S, T]
 */
record Transitions(NDArray batches, List<NDArray> before, NDArray after) {

  static Transitions of(Recordings recordings, int order, NDManager manager) {
    int trained = recordings.trained().size();
    int tests = recordings.tests().size();
    int count = recordings.runs().stream().mapToInt(run -> run.batches().length).sum();
    float[] batches = new float[count * trained];
    float[][] before = new float[order][count * tests];
    float[] after = new float[count * tests];
    int row = 0;
    for (Recordings.Run run : recordings.runs()) {
      for (int m = 0; m < run.batches().length; m++, row++) {
        for (int example : run.batches()[m]) {
          batches[row * trained + example]++;
        }
        System.arraycopy(run.values()[m + 1], 0, after, row * tests, tests);
        for (int j = 1; j <= order && m + 1 - j >= 0; j++) {
          System.arraycopy(run.values()[m + 1 - j], 0, before[j - 1], row * tests, tests);
        }
      }
    }
    Shape values = new Shape(count, tests);
    List<NDArray> history = new ArrayList<>();
    for (float[] each : before) {
      history.add(Torch.array(manager, each, values));
    }
    return new Transitions(
        Torch.array(manager, batches, new Shape(count, trained)),
        history,
        Torch.array(manager, after, values));
  }

  /** S. */
  int count() {
    return Math.toIntExact(after.getShape().get(0));
  }
}
