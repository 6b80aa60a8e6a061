package io.palimpsest.model.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.palimpsest.model.Parity;
import io.palimpsest.model.Torch;
import io.palimpsest.model.network.ModelConfig;
import io.palimpsest.model.network.Precision;
import io.palimpsest.model.network.TorchScript;
import io.palimpsest.model.network.Transformer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AdamWTest {
  private static final Map<String, Shape> SHAPES =
      Map.of("matrix", new Shape(3, 4), "vector", new Shape(4));

  private final NDManager manager = Torch.newManager();
  private final TorchScript script =
      Transformer.initialized(ModelConfig.preset("nano"), 1, Precision.FLOAT32, manager).script();

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void movesWeightsAsPyTorch() throws Exception {
    Parity parity = new Parity();
    Map<String, NDArray> weights = weights(parity);
    AdamW optimizer = new AdamW(script, weights, 0.1, manager);
    for (int step = 1; step <= 4; step++) {
      optimizer.update(step, 0.02, gradients(parity, step), 1);
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
    AdamW first = new AdamW(script, weights, 0.1, manager);
    AdamW second = new AdamW(script, weights, 0.1, manager);
    for (int step = 1; step <= 4; step++) {
      (step <= 2 ? first : second).update(step, 0.02, gradients(parity, step), 1);
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
    double squares = 0;
    for (String name : SHAPES.keySet()) {
      for (float value : parity.floats("adamw." + name + ".gradient.1")) {
        squares += value * value;
      }
    }
    assertThat(script.norm(gradients(parity, 1))).isCloseTo(Math.sqrt(squares), within(1e-5));
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

  private NDList gradients(Parity parity, int step) {
    NDList gradients = new NDList();
    SHAPES.forEach(
        (name, shape) ->
            gradients.add(
                manager.create(parity.floats("adamw." + name + ".gradient." + step), shape)));
    return gradients;
  }
}
