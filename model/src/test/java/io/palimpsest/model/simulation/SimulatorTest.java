package io.palimpsest.model.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import io.palimpsest.model.Torch;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.record.RunRole;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulatorTest {
  private static final Recordings WORLD = Worlds.linear(3, 1, 2, 8);
  private static final Features FEATURES = Worlds.features(4);

  @BeforeAll
  static void start() {
    Torch.useThreads(1);
  }

  private static SimulatorConfig config(Variant variant, int order) {
    return new SimulatorConfig(variant, order, 1, 4, 1e-3, 0, 0, 0, 1, 9);
  }

  /** The spec's formulas, pair by pair and step by step. */
  @ParameterizedTest
  @CsvSource({
    "DOT,1",
    "DOT,3",
    "DOT_SEPARATE,1",
    "DOT_SEPARATE,2",
    "CONCAT,1",
    "CONCAT,3",
    "FREE,1",
    "FREE,2"
  })
  void rollsOutAsTheFormulasSay(Variant variant, int order) {
    try (Simulator simulator = new Simulator(config(variant, order), WORLD, Worlds.DIMENSION)) {
      List<float[][]> found = simulator.rollOut(WORLD, FEATURES);
      for (int r = 0; r < found.size(); r++) {
        Recordings.Run run = WORLD.runs().get(r);
        for (int test = 0; test < Worlds.TESTS; test++) {
          double[] expected = expected(simulator, order, run, test);
          for (int m = 0; m < expected.length; m++) {
            assertThat((double) found.get(r)[m][test])
                .isCloseTo(expected[m], within(1e-5 * Math.max(1, Math.abs(expected[m]))));
          }
        }
      }
    }
  }

  private static double[] expected(Simulator simulator, int order, Recordings.Run run, int test) {
    double[] values = new double[run.batches().length + 1];
    values[0] = run.values()[0][test];
    for (int t = 1; t < values.length; t++) {
      double sum = 0;
      for (int example : run.batches()[t - 1]) {
        double[] found = pair(simulator, order, example, test);
        sum += found[order];
        for (int j = 1; j <= order && t - j >= 0; j++) {
          sum += found[j - 1] * values[t - j];
        }
      }
      values[t] = sum;
    }
    return values;
  }

  /** A₁ to Aₙ and B of a pair. */
  private static double[] pair(Simulator simulator, int order, int train, int test) {
    Map<String, NDArray> w = simulator.network().weights();
    double[] h = feature("train" + train);
    double[] g = feature("test" + test);
    double[] found = new double[order + 1];
    for (int k = 0; k <= order; k++) {
      String name = k < order ? "alpha." + (k + 1) : "beta";
      found[k] =
          switch (simulator.config().variant()) {
            case DOT -> dot(shared(w, name, h), shared(w, name, g));
            case DOT_SEPARATE -> dot(linear(w, name + ".train", h), linear(w, name + ".test", g));
            case CONCAT -> concat(w, h, g)[k];
            case FREE -> w.get(name).getFloat(train, test);
          };
    }
    return found;
  }

  private static double[] feature(String id) {
    try (var manager = Torch.newManager()) {
      float[] values = FEATURES.of(List.of(id), manager).toFloatArray();
      double[] all = new double[values.length];
      for (int i = 0; i < all.length; i++) {
        all[i] = values[i];
      }
      return all;
    }
  }

  private static double[] shared(Map<String, NDArray> w, String name, double[] x) {
    return linear(w, name + ".2", rectified(linear(w, name + ".0", x)));
  }

  private static double[] concat(Map<String, NDArray> w, double[] h, double[] g) {
    double[] left = times(w.get("0.train.weight"), h);
    double[] right = times(w.get("0.test.weight"), g);
    float[] bias = w.get("0.bias").toFloatArray();
    for (int i = 0; i < left.length; i++) {
      left[i] += right[i] + bias[i];
    }
    return linear(w, "4", rectified(linear(w, "2", rectified(left))));
  }

  private static double[] linear(Map<String, NDArray> w, String name, double[] x) {
    double[] y = times(w.get(name + ".weight"), x);
    float[] bias = w.get(name + ".bias").toFloatArray();
    for (int i = 0; i < y.length; i++) {
      y[i] += bias[i];
    }
    return y;
  }

  private static double[] times(NDArray weight, double[] x) {
    float[] values = weight.toFloatArray();
    double[] y = new double[values.length / x.length];
    for (int i = 0; i < values.length; i++) {
      y[i / x.length] += values[i] * x[i % x.length];
    }
    return y;
  }

  private static double[] rectified(double[] x) {
    for (int i = 0; i < x.length; i++) {
      x[i] = Math.max(0, x[i]);
    }
    return x;
  }

  private static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }

  @Test
  void recoversALinearLaw() {
    Recordings world = Worlds.linear(12, 2, 3, 30);
    SimulatorConfig config =
        new SimulatorConfig(Variant.FREE, 1, 3000, 360, 1e-2, 50, 0, 0, 1000, 1);
    SimulatorFit.Result result =
        SimulatorFit.run(config, world, new Features(Map.of()), (updates, error) -> {});
    Recordings tested = world.of(RunRole.TEST);
    try (Simulator simulator = result.simulator()) {
      assertThat(error(simulator.rollOut(tested, new Features(Map.of())), tested)).isLessThan(1e-6);
    }
  }

  private static double error(List<float[][]> forecasts, Recordings truth) {
    double squares = 0;
    int count = 0;
    for (int r = 0; r < forecasts.size(); r++) {
      float[][] values = truth.runs().get(r).values();
      for (int m = 1; m < values.length; m++) {
        for (int test = 0; test < values[m].length; test++) {
          squares += Math.pow(forecasts.get(r)[m][test] - values[m][test], 2);
          count++;
        }
      }
    }
    return squares / count;
  }

  @ParameterizedTest
  @CsvSource({"DOT", "DOT_SEPARATE", "CONCAT"})
  void learnsAndTheSameSeedGivesTheSameBytes(Variant variant) throws IOException {
    SimulatorConfig config = new SimulatorConfig(variant, 1, 300, 24, 3e-3, 10, 1e-5, 0, 20, 9);
    byte[] first = fitted(config);
    assertThat(fitted(config)).isEqualTo(first);
    try (Simulator fitted = Simulator.read(new ByteArrayInputStream(first), "simulator");
        Simulator fresh = new Simulator(config, WORLD, Worlds.DIMENSION)) {
      double before = error(fresh.rollOut(WORLD, FEATURES), WORLD);
      assertThat(error(fitted.rollOut(WORLD, FEATURES), WORLD)).isLessThan(before / 5);
    }
  }

  private static byte[] fitted(SimulatorConfig config) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Simulator simulator =
        SimulatorFit.run(config, WORLD, FEATURES, (updates, error) -> {}).simulator()) {
      simulator.write(out);
    }
    return out.toByteArray();
  }

  @Test
  void freeParametersRefuseUnseenExamples() {
    try (Simulator simulator = new Simulator(config(Variant.FREE, 1), WORLD, 0)) {
      assertThat(simulator.knows(List.of("train3"), List.of("test0"))).isTrue();
      assertThat(simulator.knows(List.of("train3"), List.of("test17"))).isFalse();
      Recordings other = new Recordings(List.of("train17"), List.of("test0"), List.of());
      assertThatThrownBy(() -> simulator.rollOut(other, new Features(Map.of())))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("'train17' was not in the fit");
    }
  }

  @Test
  void featurizedVariantsForecastForUnseenExamples() {
    try (Simulator simulator = new Simulator(config(Variant.DOT, 1), WORLD, Worlds.DIMENSION)) {
      Coefficients found =
          simulator.coefficients(List.of("train17"), List.of("test16", "test2"), FEATURES);
      assertThat(found.shifts()).hasDimensions(1, 2);
      assertThatThrownBy(
              () -> simulator.coefficients(List.of("nowhere"), List.of("test2"), FEATURES))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("'nowhere' has no features");
      Features other = new Features(Map.of("a", new float[3]));
      assertThatThrownBy(() -> simulator.coefficients(List.of("a"), List.of("a"), other))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("3 dimensions");
    }
  }

  @Test
  void effectsAreDifferencesOfRollOuts() {
    try (Simulator simulator = new Simulator(config(Variant.DOT, 2), WORLD, Worlds.DIMENSION)) {
      Coefficients all = simulator.coefficients(WORLD.trained(), WORLD.tests(), FEATURES);
      Recordings.Run run = WORLD.runs().get(0);
      float[][] with = new RollOut(all, Worlds.TESTS).of(run.batches(), run.values()[0]);
      int example = run.batches()[3][0];
      Effects found = Effects.of(example, run.batches(), with, all);
      int[][] others = new int[run.batches().length][];
      for (int m = 0; m < others.length; m++) {
        others[m] =
            java.util.Arrays.stream(run.batches()[m]).filter(each -> each != example).toArray();
      }
      float[][] without = new RollOut(all, Worlds.TESTS).of(others, run.values()[0]);
      int last = others.length;
      for (int test = 0; test < Worlds.TESTS; test++) {
        assertThat(found.value()[test])
            .isCloseTo((double) without[last][test] - with[last][test], within(1e-5));
      }
      double shifts = 0;
      for (int[] batch : run.batches()) {
        for (int each : batch) {
          shifts += each == example ? all.shifts()[example][2] : 0;
        }
      }
      assertThat(found.additive()[2]).isCloseTo(shifts, within(1e-5));
    }
  }

  @Test
  void unseenTestsTakeNoPartInTheFit() throws IOException {
    Recordings wider = new Recordings(WORLD.trained(), WORLD.tests().subList(0, 4), WORLD.runs());
    assertThat(wider.of(RunRole.FIT).tests()).hasSize(4);
  }

  @Test
  void saysThatAFileIsNoSimulator() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    io.palimpsest.model.checkpoint.SafetensorsFile.write(out, Map.of(), List.of());
    assertThatThrownBy(
            () -> Simulator.read(new ByteArrayInputStream(out.toByteArray()), "a/b.safetensors"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("a/b.safetensors is no simulator");
  }
}
