package io.palimpsest.model.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.palimpsest.model.Torch;
import io.palimpsest.model.data.Sample;
import io.palimpsest.model.network.ModelConfig;
import io.palimpsest.model.network.Precision;
import io.palimpsest.model.network.Transformer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GradientProductsTest {
  private static final ModelConfig MODEL = ModelConfig.preset("nano").reading(258, false, true);

  private final NDManager manager = Torch.newManager();
  private final Transformer network =
      Transformer.withWeights(MODEL, Precision.FLOAT32, manager, GradientProductsTest::weights);

  /** Greater than those of a fresh network, so that no weight's gradients vanish beside others'. */
  private static float[] weights(String name, long... shape) {
    Random random = new Random(name.hashCode());
    int size = 1;
    for (long side : shape) {
      size *= (int) side;
    }
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) ((shape.length == 1 ? 1 : 0) + random.nextGaussian() * 0.2);
    }
    return values;
  }

  @AfterEach
  void close() {
    network.close();
    manager.close();
  }

  @Test
  void areThoseOfWholeGradients() {
    List<Sample> train = Prompts.samples(0, 5, 30);
    List<Sample> test = Prompts.samples(100, 7, 30);
    float[][] found = new GradientProducts(Gradients.FULL).of(network, train, test);
    requireClose(
        found, Prompts.products(network, train, test, List.copyOf(network.weights().values())));
  }

  @Test
  void areThoseOfEachWeightsGradients() {
    List<Sample> train = Prompts.samples(0, 3, 20);
    List<Sample> test = Prompts.samples(100, 4, 20);
    try (NDManager own = Torch.newManager()) {
      BatchGradients gradients = new BatchGradients(network, Gradients.FULL);
      Map<String, WeightGradient> left = gradients.of(train, own);
      Map<String, WeightGradient> right = gradients.of(test, own);
      for (String name : left.keySet()) {
        NDArray weight = network.weights().get(name);
        float[] products =
            new WeightProducts(network.script(), own, 1000)
                .of(List.of(left.get(name)), List.of(right.get(name)))
                .toFloatArray();
        requireClose(
            rows(products, test.size()), Prompts.products(network, train, test, List.of(weight)));
      }
      assertThat(left.keySet()).containsExactlyInAnyOrderElementsOf(network.weights().keySet());
    }
  }

  @Test
  void areThoseOfTheHeadAlone() {
    List<Sample> train = Prompts.samples(0, 5, 30);
    List<Sample> test = Prompts.samples(100, 7, 30);
    float[][] found = new GradientProducts(Gradients.OUTPUT_LAYER).of(network, train, test);
    requireClose(
        found,
        Prompts.products(
            network, train, test, List.of(network.weights().get("lm_token_head.weight"))));
  }

  @Test
  void areTheSameInSmallBlocks() {
    List<Sample> train = Prompts.samples(0, 9, 40);
    List<Sample> test = Prompts.samples(100, 11, 40);
    for (Gradients mode : Gradients.values()) {
      double[][] whole = doubles(new GradientProducts(mode).of(network, train, test));
      requireClose(new GradientProducts(mode, 200_000, 500).of(network, train, test), whole);
      requireClose(new GradientProducts(mode, 1, 1).of(network, train, test), whole);
    }
  }

  @Test
  void areTheSameFromPairsOfPositions() {
    List<Sample> train = Prompts.samples(0, 3, 20);
    List<Sample> test = Prompts.samples(100, 4, 20);
    try (NDManager own = Torch.newManager()) {
      BatchGradients gradients = new BatchGradients(network, Gradients.FULL);
      Map<String, WeightGradient> left = gradients.of(train, own);
      Map<String, WeightGradient> right = gradients.of(test, own);
      WeightProducts products = new WeightProducts(network.script(), own, 1000);
      for (String name : left.keySet()) {
        if (left.get(name) instanceof WeightGradient.Linear a
            && right.get(name) instanceof WeightGradient.Linear b) {
          float[] pairs = products.pairs(List.of(a, a), List.of(b, b)).toFloatArray();
          float[] explicit = products.explicit(List.of(a, a), List.of(b, b)).toFloatArray();
          requireClose(rows(pairs, 8), doubles(rows(explicit, 8)));
        }
      }
    }
  }

  @Test
  void leavePaddingOut() {
    Sample shortest = Prompts.samples(3, 1, 4).get(0);
    Sample longest = Prompts.samples(7, 1, 60).get(0);
    GradientProducts products = new GradientProducts(Gradients.FULL);
    List<Sample> both = List.of(shortest, longest);
    float[][] together = products.of(network, both, both);
    float[][] alone = products.of(network, List.of(shortest), List.of(shortest));
    assertThat(together[0][0]).isCloseTo(alone[0][0], within(1e-5f * alone[0][0]));
  }

  private static float[][] rows(float[] flat, int columns) {
    float[][] rows = new float[flat.length / columns][columns];
    for (int i = 0; i < flat.length; i++) {
      rows[i / columns][i % columns] = flat[i];
    }
    return rows;
  }

  private static double[][] doubles(float[][] rows) {
    double[][] doubles = new double[rows.length][rows[0].length];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < rows[i].length; j++) {
        doubles[i][j] = rows[i][j];
      }
    }
    return doubles;
  }

  /** Within 1e-4 of each value, but for those that nearly vanish beside the others. */
  private static void requireClose(float[][] found, double[][] expected) {
    double squares = 0;
    for (double[] row : expected) {
      for (double value : row) {
        squares += value * value / (expected.length * row.length);
      }
    }
    assertThat(squares).isPositive();
    for (int i = 0; i < expected.length; i++) {
      for (int j = 0; j < expected[i].length; j++) {
        double bound = 1e-4 * Math.max(Math.abs(expected[i][j]), 0.01 * Math.sqrt(squares));
        assertThat((double) found[i][j]).isCloseTo(expected[i][j], within(bound));
      }
    }
  }
}
