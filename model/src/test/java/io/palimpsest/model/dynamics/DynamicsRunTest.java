package io.palimpsest.model.dynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.palimpsest.model.LocalStorage;
import io.palimpsest.model.NeoXParity;
import io.palimpsest.model.Torch;
import io.palimpsest.model.checkpoint.Checkpoint;
import io.palimpsest.model.data.AnswerPrediction;
import io.palimpsest.model.data.Batch;
import io.palimpsest.model.data.Sample;
import io.palimpsest.model.loss.AnswerLoss;
import io.palimpsest.model.network.ModelConfig;
import io.palimpsest.model.network.Precision;
import io.palimpsest.model.network.Transformer;
import io.palimpsest.model.tokenizer.ByteTokenizer;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.record.ExampleRole;
import io.palimpsest.schemas.record.PromptExample;
import io.palimpsest.schemas.record.RunRole;
import io.palimpsest.schemas.record.TrainingRun;
import io.palimpsest.schemas.record.Trajectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DynamicsRunTest {
  private static final ModelConfig MODEL = ModelConfig.preset("nano").reading(258, false, true);
  private static final int TESTS = 150;

  private final LocalStorage storage = new LocalStorage();
  private final List<PromptExample> examples = new ArrayList<>();
  private final Curriculum curriculum = new Curriculum(8, 4, 5);
  @TempDir Path directory;

  @BeforeEach
  void write() throws IOException {
    Torch.useThreads(1);
    try (NDManager manager = Torch.newManager();
        Transformer network = Transformer.initialized(MODEL, 3, Precision.FLOAT32, manager)) {
      Checkpoint.save(network, storage, subject());
    }
    for (int i = 0; i < 8; i++) {
      examples.add(example(ExampleRole.TRAIN, i));
    }
    for (int i = 0; i < TESTS; i++) {
      examples.add(example(i % 2 == 0 ? ExampleRole.TEST : ExampleRole.TEST_UNSEEN, i));
    }
  }

  @Test
  void theLossOfLikeExamplesFalls() throws IOException {
    List<Trajectory> trajectories = run(config(3e-3, 4), "one");

    assertThat(trajectories).hasSize(TESTS);
    for (Trajectory each : trajectories) {
      assertThat(each.getSteps()).containsExactly(0, 4, 8, 10);
      assertThat(each.getValues().get(0)).isCloseTo((float) Math.log(258), within(0.3f));
      assertThat(each.getValues().get(3)).isLessThan(each.getValues().get(0) - 0.5f);
      assertThat(each.getMetric()).isEqualTo("loss");
      assertThat(each.getMethod()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpt-neox/parallel", "gpt-neox/sequential"})
  void theLossOfAGptNeoXSubjectFalls(String folder) throws IOException {
    String subject = new NeoXParity(folder).directory().toString();
    DynamicsConfig config = config(3e-3, 10);
    try (DynamicsRun run = new DynamicsRun(config, storage, subject, samples(), plan("one"))) {
      for (Trajectory each : run.toEnd((step, loss, network) -> {})) {
        assertThat(each.getSteps()).containsExactly(0, 10);
        assertThat(each.getValues().get(1)).isLessThan(each.getValues().get(0) - 0.5f);
      }
    }
  }

  @Test
  void theSameRunGivesTheSameTrajectories() throws IOException {
    assertThat(run(config(3e-3, 1), "one")).isEqualTo(run(config(3e-3, 1), "one"));
  }

  @Test
  void measurementsDoNotChangeTheRun() throws IOException {
    List<Trajectory> often = run(config(3e-3, 1), "one");
    List<Trajectory> seldom = run(config(3e-3, 10), "one");

    for (int i = 0; i < TESTS; i++) {
      assertThat(seldom.get(i).getValues().get(1)).isEqualTo(often.get(i).getValues().get(10));
    }
  }

  @Test
  void aMeasurementIsTheLossOfTheExampleAlone() throws IOException {
    List<Trajectory> trajectories = run(config(3e-3, 10), "one");
    ExampleSamples samples = samples();
    try (NDManager manager = Torch.newManager();
        Transformer network = Checkpoint.load(storage, subject(), manager)) {
      for (Trajectory each : trajectories) {
        List<Sample> alone = samples.of(List.of(each.getExample()));
        Batch batch = new Batch(alone, MODEL, AnswerPrediction.INSTANCE);
        float expected = AnswerLoss.of(network, batch, manager).toFloatArray()[0];
        assertThat(each.getValues().get(0)).isCloseTo(expected, within(1e-5f));
      }
    }
  }

  @Test
  void keepsTheRatesAndShowsEveryStepsWeights() throws IOException {
    Map<Integer, Double> heard = new TreeMap<>();
    try (DynamicsRun dynamics =
        new DynamicsRun(config(3e-3, 10), storage, subject(), samples(), plan("one"))) {
      dynamics.toEnd((step, loss, network) -> heard.put(step, loss));
      List<Double> rates = dynamics.recorded().getLearningRates();
      assertThat(rates).hasSize(10);
      assertThat(rates.get(9)).isCloseTo(3e-4, within(1e-12));
    }
    assertThat(heard).hasSize(11);
    assertThat(heard.get(0)).isNaN();
    assertThat(heard.get(10)).isLessThan(heard.get(1));
  }

  @Test
  void namesAnExampleWithoutText() {
    TrainingRun run =
        TrainingRun.newBuilder(plan("one")).setCurriculum(List.of(List.of("nowhere"))).build();

    assertThatThrownBy(
            () -> {
              try (DynamicsRun dynamics =
                  new DynamicsRun(config(3e-3, 1), storage, subject(), samples(), run)) {
                dynamics.toEnd((step, loss, network) -> {});
              }
            })
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("example 'nowhere' of a curriculum has no text: add it to the examples");
  }

  @Test
  void namesAnIdThatIsThereTwice() {
    examples.add(example(ExampleRole.TRAIN, 0));

    assertThatThrownBy(this::samples)
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("two examples have the id 'TRAIN@0': give each its own");
  }

  @Test
  void scoresOfDecodesRiseAsAnswersAreLearnt() throws IOException {
    examples.clear();
    for (int i = 0; i < 8; i++) {
      examples.add(written(ExampleRole.TRAIN, i));
      examples.add(written(ExampleRole.TEST, i));
    }
    examples.add(example(ExampleRole.TEST_UNSEEN, 1));
    TrainingRun plan =
        TrainingRun.newBuilder(plan("one"))
            .setCurriculum(new Curriculum(8, 4, 40).draw(samples().ids(ExampleRole.TRAIN), 5))
            .build();
    List<Trajectory> found;
    try (DynamicsRun dynamics = new DynamicsRun(decoding(), storage, subject(), samples(), plan)) {
      found = dynamics.toEnd((step, loss, network) -> {});
    }
    for (String metric : List.of("bleu", "rouge_l")) {
      List<Trajectory> scores = found.stream().filter(of -> of.getMetric().equals(metric)).toList();
      assertThat(scores).hasSize(8);
      for (Trajectory each : scores) {
        assertThat(each.getSteps()).containsExactly(0, 50, 80);
        assertThat(each.getValues().get(0)).isLessThan(0.1f);
        assertThat(each.getValues().get(2)).isEqualTo(1f);
      }
    }
    assertThat(found.stream().filter(of -> of.getMetric().equals("loss"))).hasSize(9);
  }

  @Test
  void namesThatThereIsNothingToDecode() {
    assertThatThrownBy(
            () -> new DynamicsRun(decoding(), storage, subject(), samples(), plan("one")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no test example has references");
  }

  private static DynamicsConfig decoding() {
    return new DynamicsConfig(Precision.FLOAT32, 1e-2, 0, 1e-3, 1, 80, 50, 30, 1);
  }

  private static PromptExample written(ExampleRole role, int i) {
    return PromptExample.newBuilder(example(role, i))
        .setPrompt("film ".repeat(1 + i % 4) + "was")
        .setAnswer(" it was a good one")
        .setReferences(List.of(" it was good", " it was a good one"))
        .build();
  }

  private List<Trajectory> run(DynamicsConfig config, String id) throws IOException {
    try (DynamicsRun dynamics = new DynamicsRun(config, storage, subject(), samples(), plan(id))) {
      return dynamics.toEnd((step, loss, network) -> {});
    }
  }

  private TrainingRun plan(String id) {
    return TrainingRun.newBuilder()
        .setId(id)
        .setSeed(5)
        .setRole(RunRole.FIT)
        .setCurriculum(curriculum.draw(samples().ids(ExampleRole.TRAIN), 5))
        .build();
  }

  private ExampleSamples samples() {
    return new ExampleSamples(examples, new ByteTokenizer());
  }

  private String subject() {
    return directory.resolve("subject").toString();
  }

  private static DynamicsConfig config(double rate, int every) {
    return new DynamicsConfig(Precision.FLOAT32, rate, 0, 1e-3, 1, every, 0, 1, 1);
  }

  /** Prompts of many lengths, so that measurements take several batches. */
  private static PromptExample example(ExampleRole role, int i) {
    return PromptExample.newBuilder()
        .setId(role + "@" + i)
        .setTask("sst-2")
        .setRole(role)
        .setPrompt("film ".repeat(1 + i * 7 % 10) + "was")
        .setAnswer(i % 2 == 0 ? " good" : " bad")
        .build();
  }
}
