package io.palimpsest.model.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.palimpsest.model.NeoXParity;
import io.palimpsest.model.Torch;
import io.palimpsest.model.data.Batch;
import io.palimpsest.model.data.NextPrediction;
import io.palimpsest.model.data.Sample;
import io.palimpsest.model.generation.Sampling;
import io.palimpsest.model.generation.TextGenerator;
import io.palimpsest.model.loss.LanguageLoss;
import io.palimpsest.model.optimize.AdamW;
import io.palimpsest.model.optimize.LearningRate;
import io.palimpsest.model.training.Trainer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** GPT-NeoX's layers beside Hugging Face's, with parallel and with sequential residual. */
class GptNeoXTest {
  private static final int HIDDEN = 32;
  private static final int VOCABULARY = 300;

  private final NDManager manager = Torch.newManager();

  @BeforeEach
  void enableGradients() {
    Torch.enableGradients();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"parallel", "sequential"})
  void givesStatesAndLogitsAsHuggingFaces(String kind) throws Exception {
    NeoXParity parity = new NeoXParity("gpt-neox/" + kind);
    try (Transformer network = parity.network(Precision.FLOAT32, manager)) {
      Batch.Arrays batch = batch(List.of(parity.text(0)), network);
      NDArray states = network.states(batch.inputs());
      NDArray logits = network.tokens(states, batch.tokens().orElseThrow().at());
      // The last token is no input of next token prediction.
      assertThat(relativeError(states, all(parity.floats("states"), HIDDEN))).isLessThan(1e-5);
      assertThat(relativeError(logits, all(parity.floats("logits"), VOCABULARY))).isLessThan(1e-5);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"parallel", "sequential"})
  void hasTheLossAndGradientsOfHuggingFaces(String kind) throws Exception {
    NeoXParity parity = new NeoXParity("gpt-neox/" + kind);
    try (Transformer network = parity.network(Precision.FLOAT32, manager)) {
      Batch whole = new Batch(parity.texts(), network.config(), NextPrediction.INSTANCE);
      NDArray loss = LanguageLoss.of(network, whole.arrays(manager)).share(0, whole.tokens());
      float expected = parity.floats("loss")[0];
      assertThat(loss.getFloat()).isCloseTo(expected, within(1e-5f * expected));
      Map<String, NDArray> weights = network.weights();
      NDList gradients = network.script().gradients(loss, List.copyOf(weights.values()));
      int index = 0;
      for (String name : weights.keySet()) {
        double error = relativeError(gradients.get(index++), parity.floats("gradient." + name));
        assertThat(error).as(name).isLessThan(1e-4);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"parallel", "sequential"})
  void tapsGiveTheGradients(String kind) throws Exception {
    NeoXParity parity = new NeoXParity("gpt-neox/" + kind);
    try (Transformer network = parity.network(Precision.FLOAT32, manager)) {
      Batch.Arrays batch = batch(List.of(parity.text(0)), network);
      Batch.Asked asked = batch.tokens().orElseThrow();
      List<Tap> taps = new ArrayList<>();
      NDArray states = network.states(batch.inputs(), taps);
      NDArray logits = network.tokens(states, asked.at(), taps);
      NDArray loss = network.script().tokenErrors(logits, asked.answers()).mean();
      List<Tap> layers = taps.stream().filter(tap -> tap.kind() != Tap.Kind.LOOKUP).toList();
      assertThat(layers).hasSize(network.weights().size() - 1);
      List<NDArray> weights =
          layers.stream().map(tap -> network.weights().get(tap.weight())).toList();
      TorchScript script = network.script();
      NDList outputs = script.gradients(loss, layers.stream().map(Tap::output).toList());
      NDList expected = script.gradients(plainLoss(network, batch), weights);
      for (int i = 0; i < layers.size(); i++) {
        assertThat(
                relativeError(
                    gradient(layers.get(i), outputs.get(i)), expected.get(i).toFloatArray()))
            .as(layers.get(i).weight())
            .isLessThan(1e-4);
      }
    }
  }

  private static NDArray gradient(Tap tap, NDArray output) {
    NDArray by = output.reshape(-1, output.getShape().get(output.getShape().dimension() - 1));
    if (tap.kind() == Tap.Kind.SHIFT) {
      return by.sum(new int[] {0});
    }
    NDArray input = tap.input();
    NDArray of = input.reshape(-1, input.getShape().get(input.getShape().dimension() - 1));
    return tap.kind() == Tap.Kind.SCALE ? of.mul(by).sum(new int[] {0}) : by.transpose().matMul(of);
  }

  private NDArray plainLoss(Transformer network, Batch.Arrays batch) {
    return LanguageLoss.of(network, batch).tokens().orElseThrow().mean();
  }

  @ParameterizedTest
  @ValueSource(strings = {"parallel", "sequential"})
  void learnsAsPyTorchDoes(String kind) throws Exception {
    NeoXParity parity = new NeoXParity("gpt-neox/" + kind);
    try (Transformer network = parity.network(Precision.FLOAT32, manager);
        AdamW optimizer = new AdamW(network.script(), network.weights(), 0.1, manager)) {
      // A warm-up to step 1 of a run without end is a constant rate.
      LearningRate rate = new LearningRate(0.01, 1, Integer.MAX_VALUE);
      Trainer trainer = new Trainer(network, optimizer, rate, 1, manager);
      Batch batch = new Batch(parity.texts(), network.config(), NextPrediction.INSTANCE);
      for (int step = 1; step <= 3; step++) {
        assertThat(trainer.step(step, List.of(batch)).loss())
            .isCloseTo(parity.floats("losses")[step - 1], within(2e-5));
      }
      for (String name : List.of("weight", "bias")) {
        String dense = "gpt_neox.layers.0.attention.dense." + name;
        assertThat(network.weights().get(dense).toFloatArray())
            .containsExactly(parity.floats("after." + dense), within(2e-4f));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"parallel", "sequential"})
  void continuesAPastAsIfItHadSeenAllAtOnce(String kind) throws Exception {
    NeoXParity parity = new NeoXParity("gpt-neox/" + kind);
    try (Transformer network = parity.network(Precision.FLOAT32, manager);
        Past past = network.past(1)) {
      float[] all = parity.floats("states");
      long[] ids = parity.ids(0).stream().mapToLong(id -> id).toArray();
      int seen = 0;
      for (int length : new int[] {4, 1, 4}) {
        long[] part = Arrays.copyOfRange(ids, seen, seen + length);
        float[] states = network.append(inputs(part), past).toFloatArray();
        assertThat(states)
            .containsExactly(
                Arrays.copyOfRange(all, seen * HIDDEN, (seen + length) * HIDDEN), within(1e-5f));
        seen += length;
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"parallel", "sequential"})
  void writesTheTokensThatHuggingFacesGenerateWrites(String kind) throws Exception {
    NeoXParity parity = new NeoXParity("gpt-neox/" + kind);
    try (Transformer network = parity.network(Precision.FLOAT32, manager)) {
      TextGenerator generator = new TextGenerator(network, VOCABULARY, manager);
      List<Integer> written =
          generator.generate(parity.ids(0).subList(0, 3), 6, new Sampling(0, 1, 0)).ids();
      float[] expected = parity.floats("generated");
      for (int i = 0; i < 6; i++) {
        assertThat(written.get(i)).isEqualTo((int) expected[i]);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"parallel", "sequential"})
  void hasOneLossForEachRowWhetherAloneOrPaddedBesideOthers(String kind) throws Exception {
    NeoXParity parity = new NeoXParity("gpt-neox/" + kind);
    try (Transformer network = parity.network(Precision.FLOAT32, manager)) {
      float[] together = errors(network, parity.texts());
      float[] alone = errors(network, List.of(parity.text(1)));
      assertThat(alone).hasSize(5);
      assertThat(Arrays.copyOfRange(together, 8, 13)).containsExactly(alone, within(1e-5f));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"parallel", "sequential"})
  void isCloseToFloat32InBfloat16(String kind) throws Exception {
    NeoXParity parity = new NeoXParity("gpt-neox/" + kind);
    try (Transformer exact = parity.network(Precision.FLOAT32, manager);
        Transformer rough = parity.network(Precision.BFLOAT16, manager)) {
      float[] expected = errors(exact, parity.texts());
      NDArray found = manager.create(errors(rough, parity.texts()));
      assertThat(relativeError(found, expected)).isBetween(1e-9, 2e-2);
    }
  }

  private float[] errors(Transformer network, List<Sample> samples) {
    return LanguageLoss.of(network, batch(samples, network)).tokens().orElseThrow().toFloatArray();
  }

  private Batch.Arrays batch(List<Sample> samples, Transformer network) {
    return new Batch(samples, network.config(), NextPrediction.INSTANCE).arrays(manager);
  }

  private Inputs inputs(long[] ids) {
    NDArray layout = manager.arange(ids.length).reshape(1, ids.length);
    return new Inputs(
        Optional.empty(),
        Optional.of(manager.create(ids)),
        layout.toType(DataType.INT64, false),
        Optional.empty());
  }

  private static float[] all(float[] values, int last) {
    return Arrays.copyOf(values, values.length - last);
  }

  /** The norm of the difference over the norm of what is expected. */
  private static double relativeError(NDArray found, float[] expected) {
    float[] values = found.toFloatArray();
    assertThat(values).hasSize(expected.length);
    double difference = 0;
    double norm = 0;
    for (int i = 0; i < values.length; i++) {
      difference += Math.pow(values[i] - expected[i], 2);
      norm += Math.pow(expected[i], 2);
    }
    return Math.sqrt(difference / norm);
  }
}
