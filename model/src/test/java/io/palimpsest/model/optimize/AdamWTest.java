package io.palimpsest.model.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.palimpsest.model.Parity;
import io.palimpsest.model.Torch;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AdamWTest {
  private static final Map<String, Shape> SHAPES =
      Map.of("matrix", new Shape(3, 4), "vector", new Shape(4));

  private final NDManager manager = Torch.newManager();

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void movesWeightsAsPyTorch() throws Exception {
    Parity parity = new Parity();
    Map<String, NDArray> weights = weights(parity);
    AdamW optimizer = new AdamW(weights, 0.1, manager);
    for (int step = 1; step <= 4; step++) {
      backward(parity, weights, step);
      optimizer.update(step, 0.02, 1);
    }
    for (String name : SHAPES.keySet()) {
      assertThat(weights.get(name).toFloatArray())
          .containsExactly(parity.floats("adamw." + name + ".after"), within(1e-6f));
    }
  }

  @Test
  void goesOnFromRestoredMoments() throws Exception {
    Parity parity = new Parity();
    Map<String, NDArray> weights = weights(parity);
    AdamW first = new AdamW(weights, 0.1, manager);
    AdamW second = new AdamW(weights, 0.1, manager);
    for (int step = 1; step <= 4; step++) {
      backward(parity, weights, step);
      (step <= 2 ? first : second).update(step, 0.02, 1);
      if (step == 2) {
        second.restore(
            (name, shape) -> first.means().get(name).toFloatArray(),
            (name, shape) -> first.variances().get(name).toFloatArray());
      }
    }
    assertThat(weights.get("matrix").toFloatArray())
        .containsExactly(parity.floats("adamw.matrix.after"), within(1e-6f));
  }

  @Test
  void measuresAllGradientsAsOneVector() throws Exception {
    Parity parity = new Parity();
    Map<String, NDArray> weights = weights(parity);
    backward(parity, weights, 1);
    double squares = 0;
    for (String name : SHAPES.keySet()) {
      for (float value : parity.floats("adamw." + name + ".gradient.1")) {
        squares += value * value;
      }
    }
    assertThat(GradientNorm.of(weights.values())).isCloseTo(Math.sqrt(squares), within(1e-5));
    assertThat(GradientNorm.clip(4, 1)).isCloseTo(0.25, within(1e-6));
    assertThat(GradientNorm.clip(0.5, 1)).isEqualTo(1);
  }

  private Map<String, NDArray> weights(Parity parity) {
    Map<String, NDArray> weights = new LinkedHashMap<>();
    SHAPES.forEach(
        (name, shape) -> {
          NDArray weight = manager.create(parity.floats("adamw." + name), shape);
          weight.setRequiresGradient(true);
          weights.put(name, weight);
        });
    return weights;
  }

  /** The gradient of the sum of weights times constants is those constants. */
  private void backward(Parity parity, Map<String, NDArray> weights, int step) {
    try (GradientCollector collector = Torch.engine().newGradientCollector()) {
      NDArray loss = manager.create(0f);
      for (String name : SHAPES.keySet()) {
        float[] gradient = parity.floats("adamw." + name + ".gradient." + step);
        loss = loss.add(weights.get(name).mul(manager.create(gradient, SHAPES.get(name))).sum());
      }
      collector.backward(loss);
    }
  }
}
