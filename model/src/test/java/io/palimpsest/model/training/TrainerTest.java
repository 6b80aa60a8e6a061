package io.palimpsest.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.palimpsest.model.Parity;
import io.palimpsest.model.Torch;
import io.palimpsest.model.data.PatchBatch;
import io.palimpsest.model.data.Sequences;
import io.palimpsest.model.network.ModelConfig;
import io.palimpsest.model.network.PatchDecoder;
import io.palimpsest.model.optimize.AdamW;
import io.palimpsest.model.optimize.LearningRate;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TrainerTest {
  private final NDManager manager = Torch.newManager();

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void learnsAsPyTorchDoes() throws Exception {
    Parity parity = new Parity();
    PatchDecoder decoder = PatchDecoder.withWeights(Parity.CONFIG, manager, parity.weights());
    // A warm-up to step 1 of a run without end is a constant rate.
    Trainer trainer = trainer(decoder, new LearningRate(0.01, 1, Integer.MAX_VALUE));
    PatchBatch batch = new PatchBatch(parity.sequences(), Parity.CONFIG);
    for (int step = 1; step <= 3; step++) {
      Trainer.Outcome outcome = trainer.step(step, batch);
      assertThat(outcome.loss()).isCloseTo(parity.floats("losses")[step - 1], within(2e-5));
      assertThat(outcome.gradientNorm()).isCloseTo(parity.floats("norms")[step - 1], within(2e-5));
    }
    for (Map.Entry<String, NDArray> weight : decoder.weights().entrySet()) {
      assertThat(weight.getValue().toFloatArray())
          .as(weight.getKey())
          .containsExactly(parity.floats("after." + weight.getKey()), within(2e-4f));
    }
  }

  @Test
  void keepsNoArrayBehindAStep() {
    ModelConfig nano = ModelConfig.preset("nano");
    Trainer trainer =
        trainer(PatchDecoder.initialized(nano, 1, manager), new LearningRate(1e-3, 5, 60));
    PatchBatch batch = new PatchBatch(Sequences.many(4, 8), nano);
    trainer.step(1, batch);
    int before = manager.getManagedArrays().size();
    for (int step = 2; step <= 51; step++) {
      trainer.step(step, batch);
    }
    assertThat(manager.getManagedArrays()).hasSize(before);
  }

  private Trainer trainer(PatchDecoder decoder, LearningRate rate) {
    return new Trainer(decoder, new AdamW(decoder.weights(), 0.1, manager), rate, 1, manager);
  }
}
