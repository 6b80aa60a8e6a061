package io.palimpsest.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.palimpsest.model.Parity;
import io.palimpsest.model.Torch;
import io.palimpsest.model.data.Batch;
import io.palimpsest.model.data.MaskedPatches;
import io.palimpsest.model.data.NextPrediction;
import io.palimpsest.model.data.Sample;
import io.palimpsest.model.data.Sequences;
import io.palimpsest.model.network.ModelConfig;
import io.palimpsest.model.network.Precision;
import io.palimpsest.model.network.Transformer;
import io.palimpsest.model.optimize.AdamW;
import io.palimpsest.model.optimize.LearningRate;
import io.palimpsest.schemas.artifact.Modality;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrainerTest {
  private static final ModelConfig NANO = ModelConfig.preset("nano").reading(258, true, true);

  private final NDManager manager = Torch.newManager();

  @BeforeEach
  void enableGradients() {
    Torch.enableGradients();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void learnsAsPyTorchDoes() throws Exception {
    Parity parity = new Parity();
    ModelConfig images = Parity.CONFIG.reading(0, true, true);
    Transformer network =
        Transformer.withWeights(images, Precision.FLOAT32, manager, parity.weights());
    // A warm-up to step 1 of a run without end is a constant rate.
    Trainer trainer = trainer(network, new LearningRate(0.01, 1, Integer.MAX_VALUE));
    List<Batch> batch = List.of(batch(parity.images(), images));
    for (int step = 1; step <= 3; step++) {
      Trainer.Outcome outcome = trainer.step(step, batch);
      assertThat(outcome.loss()).isCloseTo(parity.floats("losses")[step - 1], within(2e-5));
      assertThat(outcome.gradientNorm()).isCloseTo(parity.floats("norms")[step - 1], within(2e-5));
    }
    for (Map.Entry<String, NDArray> weight : network.weights().entrySet()) {
      assertThat(weight.getValue().toFloatArray())
          .as(weight.getKey())
          .containsExactly(parity.floats("after." + weight.getKey()), within(2e-4f));
    }
  }

  @ParameterizedTest
  @EnumSource(Modality.class)
  void learnsOneBatchByHeart(Modality modality) {
    Transformer network = network();
    Trainer trainer = trainer(network, new LearningRate(3e-3, 20, 600));
    List<Batch> batch = List.of(batch(samples(modality).subList(2, 3), network.config()));
    double loss = trainer.step(1, batch).loss();
    for (int step = 2; step <= 600; step++) {
      loss = trainer.step(step, batch).loss();
    }
    assertThat(loss).isLessThan(0.05);
  }

  @Test
  void learnsMaskedPatchesByHeart() {
    ModelConfig both = ModelConfig.preset("nano").reading(0, true, false);
    Transformer network = Transformer.initialized(both, 1, Precision.FLOAT32, manager);
    Trainer trainer = trainer(network, new LearningRate(3e-3, 20, 600));
    List<Sample> image = List.of(Sample.of(Sequences.of(2, 12, 1)));
    List<Batch> batch = List.of(new Batch(image, both, new MaskedPatches(7, 1)));
    double loss = trainer.step(1, batch).loss();
    for (int step = 2; step <= 600; step++) {
      loss = trainer.step(step, batch).loss();
    }
    assertThat(loss).isLessThan(0.05);
  }

  @Test
  void addsTheGradientsOfPartsUpToThoseOfTheWhole() {
    List<Sample> samples = new ArrayList<>();
    for (Modality modality : Modality.values()) {
      samples.addAll(samples(modality).subList(0, 4));
    }
    Transformer whole = network();
    Transformer inParts = network();
    Trainer one = trainer(whole, new LearningRate(1e-3, 1, 10));
    Trainer four = trainer(inParts, new LearningRate(1e-3, 1, 10));
    List<Batch> parts = new ArrayList<>();
    for (int part = 0; part < 4; part++) {
      parts.add(batch(samples.subList(3 * part, 3 * part + 3), NANO));
    }
    for (int step = 1; step <= 3; step++) {
      Trainer.Outcome expected = one.step(step, List.of(batch(samples, NANO)));
      Trainer.Outcome found = four.step(step, parts);
      assertThat(found.loss()).isCloseTo(expected.loss(), within(1e-5));
      assertThat(found.gradientNorm()).isCloseTo(expected.gradientNorm(), within(1e-4));
      assertThat(found.patchLoss().orElseThrow())
          .isCloseTo(expected.patchLoss().orElseThrow(), within(1e-5));
    }
  }

  @Test
  void stopsAtNotANumberInTheInputBeforeAWeightChanges() {
    Transformer network = network();
    Trainer trainer = trainer(network, new LearningRate(1e-3, 1, 10));
    List<Batch> batch = List.of(batch(samples(Modality.TEXT), NANO));
    float[] before = network.weights().get("model.norm.weight").toFloatArray();
    Trainer.PartLoss broken =
        (part, arrays) -> {
          NDArray states = network.states(part.arrays(arrays).inputs());
          return new Trainer.Loss(states.sum().mul(Float.NaN), Optional.empty(), Optional.empty());
        };
    assertThatThrownBy(() -> trainer.step(1, batch, broken))
        .isInstanceOf(NonFiniteLossException.class)
        .hasMessageContaining("step 1: loss is NaN");
    assertThat(network.weights().get("model.norm.weight").toFloatArray()).isEqualTo(before);
  }

  @Test
  void keepsNoArrayBehindAStep() {
    Transformer network = network();
    Trainer trainer = trainer(network, new LearningRate(1e-3, 5, 60));
    List<Batch> batch = List.of(batch(samples(Modality.PAIR), NANO));
    trainer.step(1, batch);
    int before = arrays(manager);
    for (int step = 2; step <= 51; step++) {
      trainer.step(step, batch);
    }
    assertThat(arrays(manager)).isEqualTo(before);
  }

  private static int arrays(NDManager manager) {
    NDManager root = manager;
    while (root.getParentManager() != null && root.getParentManager() != root) {
      root = root.getParentManager();
    }
    return root.getManagedArrays().size() + manager.getManagedArrays().size();
  }

  private Transformer network() {
    return Transformer.initialized(NANO, 1, Precision.FLOAT32, manager);
  }

  private static List<Sample> samples(Modality modality) {
    return switch (modality) {
      case PIXEL -> Sequences.images(4, 8);
      case TEXT -> Sequences.texts(4, 8);
      case PAIR -> Sequences.pairs(4, 8);
    };
  }

  private static Batch batch(List<Sample> samples, ModelConfig config) {
    return new Batch(samples, config, NextPrediction.INSTANCE);
  }

  private Trainer trainer(Transformer network, LearningRate rate) {
    AdamW optimizer = new AdamW(network.script(), network.weights(), 0.1, manager);
    return new Trainer(network, optimizer, rate, 1, manager);
  }
}
