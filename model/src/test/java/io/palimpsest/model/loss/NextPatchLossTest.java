package io.palimpsest.model.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.palimpsest.model.Parity;
import io.palimpsest.model.Torch;
import io.palimpsest.model.data.PatchBatch;
import io.palimpsest.model.network.PatchDecoder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NextPatchLossTest {
  private final NDManager manager = Torch.newManager();

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void equalsPyTorchsOverSequencesOfUnequalLength() throws Exception {
    Parity parity = new Parity();
    PatchDecoder decoder = PatchDecoder.withWeights(Parity.CONFIG, manager, parity.weights());
    var input = new PatchBatch(parity.sequences(), Parity.CONFIG).arrays(manager);
    NDArray target = NextPatchLoss.normalize(input.next());
    NDArray loss = NextPatchLoss.mean(decoder.forecast(input.inputs()), target, input.mask());
    assertThat(loss.getFloat()).isCloseTo(parity.floats("losses")[0], within(1e-5f));
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

  @Test
  void leavesPaddingOut() {
    NDArray target = manager.zeros(new Shape(1, 2, 4));
    NDArray forecast = manager.create(new float[] {1, 1, 1, 1, 9, 9, 9, 9}, new Shape(1, 2, 4));
    NDArray mask = manager.create(new float[] {1, 0}, new Shape(1, 2));
    assertThat(NextPatchLoss.mean(forecast, target, mask).getFloat()).isEqualTo(1);
  }
}
