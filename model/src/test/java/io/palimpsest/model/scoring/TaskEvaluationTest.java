package io.palimpsest.model.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.palimpsest.model.LocalStorage;
import io.palimpsest.model.Torch;
import io.palimpsest.model.checkpoint.Checkpoint;
import io.palimpsest.model.data.Sample;
import io.palimpsest.model.data.Shards;
import io.palimpsest.model.data.TaskData;
import io.palimpsest.model.finetuning.FinetunedModel;
import io.palimpsest.model.finetuning.Finetuning;
import io.palimpsest.model.finetuning.FinetuningConfig;
import io.palimpsest.model.finetuning.FinetuningFiles;
import io.palimpsest.model.network.ModelConfig;
import io.palimpsest.model.network.Precision;
import io.palimpsest.model.network.Transformer;
import io.palimpsest.model.scoring.ScoringConfig.Part;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.artifact.Modality;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.function.IntFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskEvaluationTest {
  private static final IntFunction<String> NO_LABEL = c -> null;
  private static final List<String> NLI = List.of("entailment", "neutral");

  private final LocalStorage storage = new LocalStorage();
  @TempDir Path directory;

  @BeforeEach
  void pretrain() throws IOException {
    Torch.useThreads(2);
    ModelConfig config = ModelConfig.preset("nano").reading(258, false, true);
    try (NDManager manager = Torch.newManager();
        Transformer network = Transformer.initialized(config, 1, Precision.FLOAT32, manager)) {
      Checkpoint.save(network, storage, directory + "/pretrained");
    }
  }

  @Test
  void writesPredictionsAndTheBestSeedsSubmission() throws IOException {
    Random random = new Random(3);
    IntFunction<String> chance = c -> Integer.toString(random.nextInt(2));
    List<String> train = shards("train", text("train.tsv", 16, chance));
    List<String> validation = shards("validation", text("dev.tsv", 50, chance));
    List<String> test = shards("test", text("test.tsv", 6, NO_LABEL));
    finetune("sst-2", train, validation);
    SortedMap<String, Double> figures = evaluate(validation, test, Part.VALIDATION);
    assertThat(figures.keySet())
        .containsExactly("examples", "seeds", "sst-2.accuracy.mean", "sst-2.accuracy.std");
    List<FinetunedModel.Seed> seeds = FinetunedModel.read(storage, directory + "/model").seeds();
    double[] kept =
        seeds.stream().mapToDouble(seed -> seed.validation().get("sst-2.accuracy")).toArray();
    assertThat(kept[0]).isNotEqualTo(kept[1]);
    assertThat(figures)
        .containsEntry("examples", 50.0)
        .containsEntry("seeds", 2.0)
        .containsEntry("sst-2.accuracy.mean", (kept[0] + kept[1]) / 2);
    assertThat(figures.get("sst-2.accuracy.std"))
        .isCloseTo(Math.abs(kept[0] - kept[1]) / Math.sqrt(2), within(1e-9));

    List<String[]> rows = table("predictions-validation.tsv");
    assertThat(rows.get(0)).containsExactly("id", "label", "seed-7", "seed-8");
    assertThat(rows).hasSize(51);
    for (int seed = 0; seed < 2; seed++) {
      int column = 2 + seed;
      long right = rows.stream().skip(1).filter(row -> row[1].equals(row[column])).count();
      assertThat(right / 50.0).isEqualTo(kept[seed]);
    }

    int best = kept[1] > kept[0] ? 3 : 2;
    List<String> expected = new ArrayList<>(List.of("index\tprediction"));
    List<String[]> tests = new ArrayList<>(table("predictions-test.tsv"));
    for (int row = 0; row < 6; row++) {
      String id = "test.tsv@" + row;
      String[] found = tests.stream().filter(each -> each[0].equals(id)).findFirst().orElseThrow();
      assertThat(found[1]).isEmpty();
      expected.add(row + "\t" + found[best]);
    }
    assertThat(directory.resolve("scores/submission/SST-2.tsv"))
        .hasContent(String.join("\n", expected) + "\n");
    assertThatThrownBy(() -> evaluate(validation, test, Part.TEST))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "no test record has a label of task sst-2: set split to examples that have labels");
  }

  @Test
  void scoresSubsetsApartAndTheirMean() throws IOException {
    List<String> train = shards("train", text("train.tsv", 32, NLI::get));
    List<Sample> dev = new ArrayList<>(text("dev_matched.tsv", 8, NLI::get));
    dev.addAll(text("dev_mismatched.tsv", 6, c -> NLI.get(1 - c)));
    List<String> validation = shards("validation", dev);
    List<Sample> both = new ArrayList<>(text("test_matched.tsv", 2, NO_LABEL));
    both.addAll(text("test_mismatched.tsv", 2, NO_LABEL));
    finetune("mnli", train, validation);
    Map<String, Double> figures = evaluate(validation, shards("test", both), Part.VALIDATION);
    assertThat(figures.keySet())
        .containsExactly(
            "examples",
            "mnli.accuracy.mean",
            "mnli.accuracy.std",
            "mnli.matched.accuracy.mean",
            "mnli.matched.accuracy.std",
            "mnli.mismatched.accuracy.mean",
            "mnli.mismatched.accuracy.std",
            "seeds");
    assertThat(figures.get("mnli.accuracy.mean"))
        .isCloseTo(
            (figures.get("mnli.matched.accuracy.mean")
                    + figures.get("mnli.mismatched.accuracy.mean"))
                / 2,
            within(1e-9));
    assertThat(directory.resolve("scores/submission/MNLI-m.tsv")).exists();
    assertThat(directory.resolve("scores/submission/MNLI-mm.tsv")).exists();
  }

  @Test
  void scoresTestsThatHaveLabels() throws IOException {
    List<String> train = shards("train", text("train-en.tsv", 16, NLI::get));
    List<String> validation = shards("validation", text("dev-en.tsv", 4, NLI::get));
    List<String> test = shards("test", text("test-de.tsv", 4, NLI::get));
    finetune("xnli", train, validation);
    assertThat(evaluate(validation, test, Part.TEST).keySet())
        .contains("xnli.de.accuracy.mean", "xnli.accuracy.mean")
        .doesNotContain("xnli.en.accuracy.mean");
    assertThat(directory.resolve("scores/predictions-validation.tsv")).exists();
    assertThat(directory.resolve("scores/submission")).doesNotExist();
  }

  @Test
  void refusesWhatIsNotFineTuned() {
    ScoringFiles files =
        new ScoringFiles(
            storage, directory + "/pretrained", List.of(), List.of(), directory + "/scores");
    ScoringConfig config = new ScoringConfig(8, Precision.FLOAT32, Part.VALIDATION);
    assertThatThrownBy(() -> TaskEvaluation.run(config, files, seed -> {}))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("finetuning.json is missing: give a fine-tuned checkpoint");
    assertThatThrownBy(() -> new ScoringConfig(0, Precision.FLOAT32, Part.TEST))
        .hasMessage("batch-size is 0: it must be 1 or more");
  }

  private static List<Sample> text(String file, int count, IntFunction<String> label) {
    return TaskData.of(Modality.TEXT, file, count, label);
  }

  private List<String> shards(String name, List<Sample> samples) throws IOException {
    return Shards.writeMixed(storage, directory + "/data/" + name, List.of(samples), 2);
  }

  private void finetune(String task, List<String> train, List<String> validation)
      throws IOException {
    FinetuningConfig config =
        new FinetuningConfig(task, 12, 8, 1, Precision.FLOAT32, 3e-3, 2, 0.1, 1, 7, 2, 1, 12, 0);
    FinetuningFiles files =
        new FinetuningFiles(
            storage,
            directory + "/pretrained",
            train,
            validation,
            directory + "/states",
            directory + "/scratch",
            directory + "/model");
    Finetuning.run(config, files, (seed, step) -> {});
  }

  private SortedMap<String, Double> evaluate(List<String> validation, List<String> test, Part part)
      throws IOException {
    ScoringFiles files =
        new ScoringFiles(storage, directory + "/model", validation, test, directory + "/scores");
    return TaskEvaluation.run(new ScoringConfig(5, Precision.FLOAT32, part), files, seed -> {});
  }

  private List<String[]> table(String name) throws IOException {
    return Files.readAllLines(directory.resolve("scores").resolve(name)).stream()
        .map(line -> line.split("\t", -1))
        .toList();
  }
}
