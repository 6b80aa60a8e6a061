package io.palimpsest.model.finetuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.palimpsest.model.LocalStorage;
import io.palimpsest.model.Torch;
import io.palimpsest.model.checkpoint.Checkpoint;
import io.palimpsest.model.data.Sample;
import io.palimpsest.model.data.Shards;
import io.palimpsest.model.data.TaskData;
import io.palimpsest.model.network.ModelConfig;
import io.palimpsest.model.network.Precision;
import io.palimpsest.model.network.Transformer;
import io.palimpsest.model.network.WeightSource;
import io.palimpsest.model.task.TaskScores;
import io.palimpsest.model.task.Tasks;
import io.palimpsest.model.training.NonFiniteLossException;
import io.palimpsest.model.training.TrainingLog;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.artifact.Modality;
import io.palimpsest.schemas.record.TrainingStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FinetuningTest {
  private static final String TASK = "sst-2";
  private static final String ACCURACY = "sst-2.accuracy";
  private static final IntFunction<String> CLASS = Integer::toString;
  private static final ModelConfig ALL = ModelConfig.preset("nano").reading(258, true, true);

  private final LocalStorage storage = new LocalStorage();
  private final List<String> heard = new ArrayList<>();
  @TempDir Path directory;
  private List<String> train;
  private List<String> validation;

  @BeforeEach
  void write() throws IOException {
    Torch.useThreads(2);
    pretrain(ALL);
    train = shards("train", TaskData.of(Modality.TEXT, "train.tsv", 32, CLASS));
    validation = shards("validation", TaskData.of(Modality.TEXT, "dev.tsv", 16, CLASS));
  }

  @ParameterizedTest
  @EnumSource(Modality.class)
  void learnsWhatCanBeTold(Modality modality) throws Exception {
    train = shards("train", TaskData.of(modality, "train.tsv", 64, CLASS));
    validation = shards("validation", TaskData.of(modality, "dev.tsv", 32, CLASS));
    FinetuningMetrics metrics = run(config(TASK, 80, 3e-3, 2, 20, 4, 0), "run");
    assertThat(metrics.best())
        .containsEntry("accuracy.mean", 1.0)
        .containsEntry("accuracy.std", 0.0);
    assertThat(metrics.byName().keySet())
        .containsExactly(
            "steps",
            "seeds",
            "seconds",
            "model_parameters",
            "best.accuracy.mean",
            "best.accuracy.std");
  }

  @Test
  void learnsNumbers() throws Exception {
    train = shards("train", TaskData.of(Modality.PIXEL, "train.tsv", 64, c -> c * 5 + ".0"));
    validation = shards("validation", TaskData.of(Modality.PIXEL, "dev.tsv", 32, c -> c * 5 + ""));
    FinetuningMetrics metrics = run(config("sts-b", 80, 3e-3, 1, 40, 4, 0), "run");
    assertThat(metrics.best().get("pearson.mean")).isGreaterThan(0.95);
  }

  @Test
  void learnsWithTheBidirectionalBaseline() throws Exception {
    pretrain(ALL.reading(0, true, false));
    train = shards("train", TaskData.of(Modality.PIXEL, "train.tsv", 64, CLASS));
    validation = shards("validation", TaskData.of(Modality.PIXEL, "dev.tsv", 32, CLASS));
    FinetuningMetrics metrics = run(config(TASK, 80, 3e-3, 1, 20, 4, 0), "run");
    assertThat(metrics.best()).containsEntry("accuracy.mean", 1.0);
  }

  @Test
  void learnsInBfloat16() throws Exception {
    train = shards("train", TaskData.of(Modality.TEXT, "train.tsv", 64, CLASS));
    FinetuningConfig config =
        new FinetuningConfig(TASK, 60, 8, 1, Precision.BFLOAT16, 3e-3, 2, 0.1, 1, 7, 1, 20, 4, 0);
    assertThat(run(config, "run").best()).containsEntry("accuracy.mean", 1.0);
  }

  @Test
  void readsTheLastPositionWhateverStandsBesideARow() throws Exception {
    List<Sample> mixed = new ArrayList<>();
    for (Modality modality : Modality.values()) {
      mixed.addAll(TaskData.of(modality, "dev.tsv", 12, CLASS));
    }
    try (NDManager manager = Torch.newManager();
        Transformer network =
            Checkpoint.loadForLabels(
                storage, directory + "/pretrained", 1, 7, Precision.FLOAT32, manager)) {
      Torch.disableGradients();
      LabelPredictor predictor = new LabelPredictor(network, Tasks.named("sts-b"), 64, manager);
      List<Prediction> together = predictor.predict(mixed);
      List<Double> values = together.stream().map(Prediction::predicted).toList();
      assertThat(values).doesNotHaveDuplicates();
      for (int i = 0; i < mixed.size(); i++) {
        double alone = predictor.predict(List.of(mixed.get(i))).get(0).predicted();
        assertThat(alone).isCloseTo(values.get(i), within(1e-5));
      }
    }
  }

  @Test
  void stopsEarlyAndKeepsTheBestWeights() throws Exception {
    Random random = new Random(3);
    IntFunction<String> chance = c -> Integer.toString(random.nextInt(2));
    train = shards("train", TaskData.of(Modality.TEXT, "train.tsv", 32, chance));
    validation = shards("validation", TaskData.of(Modality.TEXT, "dev.tsv", 32, chance));
    run(config(TASK, 200, 1e-2, 1, 2, 3, 0), "run");
    FinetunedModel.Seed seed =
        FinetunedModel.read(storage, directory + "/run/output").seeds().get(0);
    assertThat(seed.steps()).isLessThan(200).isEqualTo(seed.bestStep() + 3 * 2);
    List<JsonNode> evaluations = evaluations("run/output/seed-7");
    assertThat(evaluations.get(evaluations.size() - 1).path("step").asInt())
        .isEqualTo(seed.steps());
    double best =
        evaluations.stream().mapToDouble(e -> e.path(ACCURACY).asDouble()).max().orElse(0);
    assertThat(seed.validation()).containsEntry(ACCURACY, best);
    assertThat(evaluations)
        .filteredOn(each -> each.path(ACCURACY).asDouble() == best)
        .first()
        .satisfies(each -> assertThat(each.path("step").asInt()).isEqualTo(seed.bestStep()));
    assertThat(evaluations.get(evaluations.size() - 1).path(ACCURACY).asDouble()).isLessThan(best);
    assertThat(accuracyOfKept("run/output/seed-7")).isEqualTo(best);
  }

  @Test
  void seedsDifferAndTheSameComeOutAgain() throws Exception {
    run(config(TASK, 6, 1e-3, 2, 3, 4, 0), "one");
    run(config(TASK, 6, 1e-3, 2, 3, 4, 0), "other");
    assertThat(bytes("one")).isEqualTo(bytes("other")).hasSize(7);
    assertThat(bytes("one").get("seed-7/model.safetensors"))
        .isNotEqualTo(bytes("one").get("seed-8/model.safetensors"));
    assertThat(
            TrainingLog.read(Files.readAllBytes(directory.resolve("one/output/seed-8/log.avro"))))
        .extracting(TrainingStep::getStep)
        .containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void repeatsOnlyTheSeedThatWasKilled() throws Exception {
    FinetuningConfig config = config(TASK, 6, 1e-3, 3, 3, 4, 0);
    run(config, "straight");
    heard.clear();
    assertThatThrownBy(
            () ->
                Finetuning.run(
                    config,
                    files("killed"),
                    (seed, step) -> {
                      if (seed == 8 && step.getStep() == 5) {
                        throw new IllegalStateException("killed");
                      }
                    }))
        .hasMessage("killed");
    assertThat(directory.resolve("killed/output")).doesNotExist();
    run(config, "killed");
    assertThat(heard)
        .containsExactlyElementsOf(
            IntStream.range(0, 12).mapToObj(i -> (8 + i / 6) + "@" + (1 + i % 6)).toList());
    assertThat(bytes("killed")).isEqualTo(bytes("straight"));
  }

  @Test
  void passesOverSeedsOfAnotherConfigurationAndDamagedOnes() throws Exception {
    run(config(TASK, 4, 1e-3, 1, 2, 4, 0), "run");
    heard.clear();
    run(config(TASK, 4, 2e-3, 1, 2, 4, 0), "run");
    assertThat(heard).hasSize(4);
    Files.writeString(directory.resolve("run/states/seed-7-threads-2/result.json"), "{");
    run(config(TASK, 4, 2e-3, 1, 2, 4, 0), "run");
    assertThat(heard).hasSize(8);
    run(config(TASK, 4, 2e-3, 1, 2, 4, 0), "run");
    assertThat(heard).hasSize(8);
  }

  @Test
  void takesTheFirstTrainingExamplesIfNotAllAreWanted() throws Exception {
    List<Sample> all = TaskData.of(Modality.TEXT, "train.tsv", 32, CLASS);
    train = Shards.writeMixed(storage, directory + "/all", List.of(all), 1);
    run(config(TASK, 4, 1e-3, 1, 2, 4, 10), "limited");
    train = Shards.writeMixed(storage, directory + "/ten", List.of(all.subList(0, 10)), 1);
    run(config(TASK, 4, 1e-3, 1, 2, 4, 0), "ten");
    assertThat(bytes("limited")).isEqualTo(bytes("ten"));
  }

  @Test
  void refusesALabelOutsideTheTasks() throws Exception {
    train = shards("train", TaskData.of(Modality.TEXT, "train.tsv", 4, c -> c == 0 ? "0" : "good"));
    refuses(
        "label 'good' of train.tsv@1 is none of task sst-2, which are 0, 1; correct the file, or name the task that it belongs to");
  }

  @Test
  void refusesSamplesWithoutLabels() throws Exception {
    train = shards("train", TaskData.of(Modality.TEXT, "train.tsv", 4, c -> null));
    refuses(
        "sequence 0 of document 'train.tsv@0' has no label to learn from: make the examples with the corpus stage's key task");
    train = shards("train", List.of());
    refuses(
        "no train record has a label of task sst-2: make the examples with the corpus stage's key task");
    validation = shards("validation", TaskData.of(Modality.TEXT, "dev.tsv", 4, c -> null));
    refuses(
        "no validation record has a label of task sst-2: make the examples with the corpus stage's key task");
  }

  @Test
  void refusesASequenceLongerThanTheContext() throws Exception {
    train =
        shards("train", List.of(Sample.of(TaskData.tokens("train.tsv@5", repeated(65, 97), "0"))));
    refuses(
        "sequence 0 of document 'train.tsv@5' has 65 positions and the model's context is 64: make shorter sequences (max-patches, max-tokens)");
  }

  @Test
  void refusesATokenOutsideTheEmbedding() throws Exception {
    train = shards("train", List.of(Sample.of(TaskData.tokens("train.tsv@5", List.of(300), "0"))));
    refuses(
        "sequence 0 of document 'train.tsv@5' has token id 300, but the embedding has ids 0 to 257: use the tokenizer that the network was made with");
  }

  @Test
  void refusesSamplesThatTheCheckpointDoesNotRead() throws Exception {
    pretrain(ALL.reading(0, true, true));
    refuses("has tokens, but this network reads patches only");
    pretrain(ALL.reading(258, false, true));
    train = shards("train", TaskData.of(Modality.PIXEL, "train.tsv", 4, CLASS));
    refuses("is an image, but this network reads tokens only");
  }

  @Test
  void refusesAnExampleInTwoForms() throws Exception {
    List<Sample> both = new ArrayList<>(TaskData.of(Modality.TEXT, "dev.tsv", 4, CLASS));
    both.addAll(TaskData.of(Modality.PIXEL, "dev.tsv", 4, CLASS));
    validation = shards("validation", both);
    refuses(
        "example 'dev.tsv@0' has more than one sample: give samples of one modality, or shuffle once");
  }

  @Test
  void refusesExamplesOfAnotherTask() throws Exception {
    validation = shards("validation", TaskData.of(Modality.TEXT, "dev_matched.tsv", 4, CLASS));
    refuses("'dev_matched.tsv@0' is no example of task sst-2");
  }

  @Test
  void stopsAtWhatIsNotFinite() {
    assertThatThrownBy(() -> run(config(TASK, 20, 1e30, 1, 20, 4, 0), "run"))
        .isInstanceOf(NonFiniteLossException.class)
        .hasMessageContaining("use a lower learning rate");
  }

  @Test
  void predictsNothingFromWhatIsNotFinite() {
    WeightSource random = WeightSource.random(7);
    try (NDManager manager = Torch.newManager();
        Transformer network =
            Transformer.withLabels(
                ALL,
                2,
                Precision.FLOAT32,
                manager,
                (name, shape) ->
                    name.equals("score.weight")
                        ? notANumber(2 * ALL.hidden())
                        : random.values(name, shape))) {
      LabelPredictor predictor = new LabelPredictor(network, Tasks.named(TASK), 8, manager);
      assertThatThrownBy(() -> predictor.predict(storage, validation, each -> {}))
          .isInstanceOf(InvalidInputException.class)
          .hasMessage(
              "the network's score of example 'dev.tsv@0' is NaN: fine-tune with a lower learning-rate");
    }
  }

  private void refuses(String message) {
    assertThatThrownBy(() -> run(config(TASK, 4, 1e-3, 1, 2, 4, 0), "run"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }

  private static FinetuningConfig config(
      String task, int steps, double rate, int seeds, int every, int patience, int examples) {
    return new FinetuningConfig(
        task, steps, 8, 2, Precision.FLOAT32, rate, 2, 0.1, 1, 7, seeds, every, patience, examples);
  }

  private FinetuningMetrics run(FinetuningConfig config, String name) throws IOException {
    return Finetuning.run(
        config, files(name), (seed, step) -> heard.add(seed + "@" + step.getStep()));
  }

  private FinetuningFiles files(String name) {
    String root = directory + "/" + name;
    return new FinetuningFiles(
        storage,
        directory + "/pretrained",
        train,
        validation,
        root + "/states",
        root + "/scratch",
        root + "/output");
  }

  private void pretrain(ModelConfig config) throws IOException {
    storage.delete(storage.list(directory + "/pretrained"));
    try (NDManager manager = Torch.newManager();
        Transformer network = Transformer.initialized(config, 1, Precision.FLOAT32, manager)) {
      Checkpoint.save(network, storage, directory + "/pretrained");
    }
  }

  private List<String> shards(String name, List<Sample> samples) throws IOException {
    return Shards.writeMixed(storage, directory + "/data/" + name, List.of(samples), 2);
  }

  private static float[] notANumber(int count) {
    float[] values = new float[count];
    Arrays.fill(values, Float.NaN);
    return values;
  }

  private static List<Integer> repeated(int count, int token) {
    return Collections.nCopies(count, token);
  }

  private double accuracyOfKept(String seed) throws IOException {
    TaskScores scores = new TaskScores(Tasks.named(TASK));
    try (NDManager manager = Torch.newManager();
        Transformer network = Checkpoint.load(storage, directory + "/" + seed, manager)) {
      new LabelPredictor(network, Tasks.named(TASK), 32, manager)
          .predict(
              storage,
              validation,
              each -> scores.add(each.id(), each.expected().orElseThrow(), each.predicted()));
    }
    return scores.figures("").get(ACCURACY);
  }

  private List<JsonNode> evaluations(String seed) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(directory.resolve(seed).resolve("evaluations.jsonl"))) {
      lines.add(new ObjectMapper().readTree(line));
    }
    return lines;
  }

  /** Digests of a run's files, but for logs, which have times. */
  private TreeMap<String, String> bytes(String run) throws Exception {
    TreeMap<String, String> digests = new TreeMap<>();
    String output = directory + "/" + run + "/output/";
    for (String path : storage.list(output)) {
      if (!path.matches(".*(log\\.avro|scalars\\.jsonl|palimpsest)")) {
        byte[] digest =
            MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(Path.of(path)));
        digests.put(path.substring(output.length()), HexFormat.of().formatHex(digest));
      }
    }
    return digests;
  }
}
