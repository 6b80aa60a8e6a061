package io.palimpsest.model.simulation;

import io.palimpsest.schemas.record.RunRole;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** Small recordings and features, functions of a seed. */
final class Worlds {
  static final int TRAINED = 10;
  static final int TESTS = 6;
  static final int DIMENSION = 5;

  private Worlds() {}

  static List<String> ids(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
  }

  static Features features(int seed) {
    Random random = new Random(seed);
    Map<String, float[]> vectors = new HashMap<>();
    for (String prefix : List.of("train", "test")) {
      for (String id : ids(prefix, 20)) {
        float[] vector = new float[DIMENSION];
        for (int i = 0; i < DIMENSION; i++) {
          vector[i] = (float) random.nextGaussian();
        }
        vectors.put(id, vector);
      }
    }
    return new Features(vectors);
  }

  /** Runs whose metrics follow φ_t = α·φ_{t−1} + β with free α and β of each pair. */
  static Recordings linear(int fit, int validation, int test, int transitions) {
    Random random = new Random(1);
    double[][] alpha = new double[TRAINED][TESTS];
    double[][] beta = new double[TRAINED][TESTS];
    for (int i = 0; i < TRAINED; i++) {
      for (int j = 0; j < TESTS; j++) {
        alpha[i][j] = 0.4 + 0.1 * random.nextDouble();
        beta[i][j] = 0.1 * random.nextGaussian();
      }
    }
    List<Recordings.Run> runs = new ArrayList<>();
    for (int run = 0; run < fit + validation + test; run++) {
      RunRole role =
          run < fit ? RunRole.FIT : run < fit + validation ? RunRole.VALIDATION : RunRole.TEST;
      runs.add(run("run" + run, role, transitions, alpha, beta, random));
    }
    return new Recordings(ids("train", TRAINED), ids("test", TESTS), runs);
  }

  private static Recordings.Run run(
      String id, RunRole role, int transitions, double[][] alpha, double[][] beta, Random random) {
    int[][] batches = new int[transitions][];
    float[][] values = new float[transitions + 1][TESTS];
    for (int test = 0; test < TESTS; test++) {
      values[0][test] = 1 + random.nextFloat();
    }
    for (int m = 0; m < transitions; m++) {
      batches[m] = random.ints(0, TRAINED).distinct().limit(2).toArray();
      for (int test = 0; test < TESTS; test++) {
        double next = 0;
        for (int example : batches[m]) {
          next += alpha[example][test] * values[m][test] + beta[example][test];
        }
        values[m + 1][test] = (float) next;
      }
    }
    List<Integer> steps = IntStream.rangeClosed(0, transitions).boxed().toList();
    return new Recordings.Run(id, role, steps, batches, values);
  }
}
