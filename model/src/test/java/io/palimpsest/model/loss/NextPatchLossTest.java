package io.palimpsest.model.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.palimpsest.model.Torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NextPatchLossTest {
  private final NDManager manager = Torch.newManager();

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void normalizesWithTheUnbiasedVariance() {
    NDArray patch = manager.create(new float[] {0, 1, 0, 1}, new Shape(1, 1, 4));
    float half = (float) (0.5 / Math.sqrt(1 / 3.0 + 1e-6));
    assertThat(NextPatchLoss.normalize(patch).toFloatArray())
        .containsExactly(new float[] {-half, half, -half, half}, within(1e-6f));
  }

  @Test
  void bringsAPatchOfOneColourToZeros() {
    assertThat(NextPatchLoss.normalize(manager.zeros(new Shape(1, 1, 4))).toFloatArray())
        .containsOnly(0);
  }
}
