package io.palimpsest.transforms.dynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palimpsest.model.dynamics.RunPlan;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.artifact.Checksum;
import io.palimpsest.schemas.artifact.RecordFile;
import io.palimpsest.schemas.artifact.Split;
import io.palimpsest.schemas.record.ExampleRole;
import io.palimpsest.schemas.record.PromptExample;
import io.palimpsest.schemas.record.RunRole;
import io.palimpsest.schemas.record.TrainingRun;
import io.palimpsest.schemas.record.Trajectory;
import io.palimpsest.transforms.artifact.InputShard;
import io.palimpsest.transforms.storage.BeamStorage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GptDynamicsTest {
  private static final String BATCHES =
      """
      {"step": 1, "samples_id": [0, 1]}
      {"step": 2, "samples_id": [2, 0]}
      """;

  private static final String LOSSES =
      """
      {"id": 0, "loss_trajectory": [{"step": 0, "loss": 0.5}, {"step": 1, "loss": 0.25}, {"step": 2, "loss": 1e-3}]}
      {"id": 2, "loss_trajectory": [{"step": 0, "loss": 3}, {"step": 1, "loss": 2}, {"step": 2, "loss": 1}]}
      """;

  @TempDir Path folder;

  @BeforeEach
  void twoRunsAsOthersWriteThem() throws IOException {
    for (String run : List.of("lr-5e-7_seed-1", "lr-5e-7_seed-2")) {
      write("runs/" + run + "/" + DynamicsLayout.CURRICULUM, BATCHES);
      write("runs/" + run + "/all_loss_trajectory.out", LOSSES);
    }
    write(
        "train.json",
        """
        {"id": 0, "input": "a", "output": "1"}
        {"id": 1, "input": "b", "output": "2"}
        {"id": 2, "input": "c", "output": "3"}
        """);
    write(
        "test.json",
        """
        [{"input": "x", "output": "7"},
         {"input": "y", "output": "8"},
         {"input": "z", "output": "9"}]
        """);
  }

  @Test
  void whatOthersWroteIsRead() throws IOException {
    GptDynamicsReader.Dynamics read = read(options(0, "loss"));
    assertThat(read.runs())
        .extracting(TrainingRun::getId)
        .containsExactly("lr-5e-7_seed-1", "lr-5e-7_seed-2");
    assertThat(read.runs())
        .extracting(TrainingRun::getRole)
        .containsExactly(RunRole.FIT, RunRole.TEST);
    assertThat(read.runs()).extracting(TrainingRun::getSeed).containsExactly(1L, 2L);
    assertThat(read.runs().get(1).getCurriculum())
        .containsExactly(
            List.of("rte/train@0", "rte/train@1"), List.of("rte/train@2", "rte/train@0"));
    assertThat(read.examples())
        .extracting(PromptExample::getId)
        .containsExactly("rte/train@0", "rte/train@1", "rte/train@2", "rte/test@0", "rte/test@2");
    assertThat(read.examples().get(4).getPrompt()).isEqualTo("z");
    assertThat(read.trajectories()).hasSize(4);
    assertThat(read.trajectories().get(0).getValues()).containsExactly(0.5f, 0.25f, 1e-3f);
    assertThat(read.trajectories().get(3).getExample()).isEqualTo("rte/test@2");
  }

  @Test
  void aRunBeginsWithItsFirstMeasurement() throws IOException {
    String late = LOSSES.replaceAll("\\{\"step\": 0, \"loss\": [0-9.]+\\}, ", "");
    write("runs/lr-5e-7_seed-1/all_loss_trajectory.out", late);
    GptDynamicsReader.Dynamics read = read(options(0, "loss"));
    assertThat(read.runs().get(0).getCurriculum())
        .containsExactly(List.of("rte/train@2", "rte/train@0"));
    assertThat(read.trajectories().get(0).getSteps()).containsExactly(0, 1);
    assertThat(read.trajectories().get(0).getValues()).containsExactly(0.25f, 1e-3f);
  }

  @Test
  void otherMetricsAreNamedByTheirFile() throws IOException {
    for (String run : List.of("lr-5e-7_seed-1", "lr-5e-7_seed-2")) {
      write(
          "runs/" + run + "/all_rouge-L_trajectory.out",
          LOSSES.replace(": 3}", ": 0.75}").replace(": 2}", ": 0.5}"));
    }
    GptDynamicsReader.Dynamics read = read(options(0, "loss", "ROUGE-L"));
    assertThat(read.trajectories()).hasSize(8);
    assertThat(read.trajectories().get(3).getMetric()).isEqualTo("rouge_l");
    assertThat(read.trajectories().get(3).getValues()).containsExactly(0.75f, 0.5f, 1f);
    write(
        "runs/lr-5e-7_seed-1/all_rouge-L_trajectory.out",
        LOSSES.replace("loss", "rouge_l").replace("0.5}", "50}"));
    refused(
        "all_rouge-L_trajectory.out:1: rouge_l of step 0 is 50, not from 0 to 1; set percent",
        "rougeL");
    refused(
        "run 'lr-5e-7_seed-1' has no file 'all_bleu_trajectory.out': it has the metrics [loss, rouge_l]",
        "bleu");
  }

  @Test
  void aShareOfTheTestsIsUnseen() throws IOException {
    List<PromptExample> half = read(options(0.5, "loss")).examples();
    assertThat(half).extracting(PromptExample::getRole).containsOnlyOnce(ExampleRole.TEST_UNSEEN);
    assertThat(read(options(0.5, "loss")).examples()).isEqualTo(half);
    assertThat(read(options(1, "loss")).examples().subList(3, 5))
        .allMatch(test -> test.getRole() == ExampleRole.TEST_UNSEEN);
  }

  @Test
  void brokenCurriculaAreNamed() throws IOException {
    String file = "runs/lr-5e-7_seed-1/" + DynamicsLayout.CURRICULUM;
    write(file, BATCHES.replace("\"step\": 2", "\"step\": 3"));
    refused(DynamicsLayout.CURRICULUM + ":2: step 3 follows step 1; give every step", "loss");
    write(file, BATCHES.replace("\"step\": 2", "\"step\": 1"));
    refused(":2: step 1 follows step 1", "loss");
    write(file, BATCHES.replace("\"step\": 1, ", ""));
    refused(":1: field 'step' is missing, no whole number", "loss");
    write(file, BATCHES.replace("[2, 0]", "[2, 7]"));
    refused(":2: example 7 has no text in " + folder.resolve("train.json"), "loss");
    write(file, BATCHES.replace("[2, 0]", "[]"));
    refused(":2: step 2 has no 'samples_id'", "loss");
    write(file, BATCHES.replace("[2, 0]", "[2, "));
    refused(":2: broken JSON", "loss");
  }

  @Test
  void brokenTrajectoriesAreNamed() throws IOException {
    String file = "runs/lr-5e-7_seed-1/all_loss_trajectory.out";
    write(file, LOSSES.replace("1e-3", "NaN"));
    refused(file + ":1: loss of step 2 is NaN, no finite number; leave the run out", "loss");
    write(file, LOSSES.replace("1e-3", "\"low\""));
    refused(":1: loss of step 2 is \"low\"", "loss");
    write(file, LOSSES.replace("{\"step\": 1, \"loss\": 2}", "{\"step\": 2, \"loss\": 2}"));
    refused(":2: steps [0, 2, 2] are not in order", "loss");
    write(file, LOSSES.replace("{\"step\": 1, \"loss\": 2}, ", ""));
    refused(":2: steps are [0, 2], but [0, 1, 2] before", "loss");
    write(file, LOSSES.replace("\"step\": 2", "\"step\": 9"));
    refused(":1: steps go from 0 to 9, but ", "loss");
    write(file, LOSSES.replace("\"id\": 2", "\"id\": 3"));
    refused(":2: example 3 has no text in " + folder.resolve("test.json"), "loss");
    write(file, LOSSES.replace("\"id\": 2", "\"id\": 0"));
    refused(":2: example rte/test@0 was there before", "loss");
    write(file, LOSSES.replace("loss_trajectory", "curve"));
    refused(":1: there is no 'loss_trajectory'", "loss");
    write(file, LOSSES.lines().findFirst().orElseThrow());
    refused(
        "run 'lr-5e-7_seed-1' has loss of 1 test examples, others have 2: not of 'rte/test@2'",
        "loss");
    write(file, "");
    refused("is empty, so nothing to import", "loss");
  }

  @Test
  void brokenExamplesAreNamed() throws IOException {
    write("test.json", "[{\"input\": \"x\", \"output\": \"7\"},\n{\"input\": \"y\"}]");
    refused(
        "test.json:2: there is no text 'output' but [input]; set prompt-field and answer-field",
        "loss");
    write("test.json", "[{\"input\": \"x\", \"output\": \"7\", \"role\": \"EXAM\"}]");
    refused("test.json:1: role is 'EXAM'; give one of", "loss");
    write("train.json", "{\"id\": 0, \"input\": \"a\", \"output\": \"1\"}\n".repeat(2));
    refused("train.json:2: a second example has the id 0", "loss");
  }

  @Test
  void thereMustBeRunsToImport() throws IOException {
    assertThatThrownBy(
            () -> RecordedFolder.match(folder.resolve("test.json").toString(), List.of("loss")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(
            "has no folder with a file 'train_samples_id.json', so nothing to import");
    write("runs/more/lr-5e-7_seed-1/" + DynamicsLayout.CURRICULUM, BATCHES);
    write("runs/more/lr-5e-7_seed-1/all_loss_trajectory.out", LOSSES);
    refused("has two folders 'lr-5e-7_seed-1'", "loss");
    Files.delete(folder.resolve("runs/more/lr-5e-7_seed-1/" + DynamicsLayout.CURRICULUM));
    assertThatThrownBy(() -> read(options(new RunPlan.Counts(2, 0, 1, 0), 0, "loss")))
        .hasMessageContaining("there are 2 runs, but fit-runs, validation-runs, test-runs and");
  }

  @Test
  void whatIsWrittenIsReadAsItWas() throws IOException {
    Random random = new Random(3);
    List<PromptExample> examples = new ArrayList<>();
    for (ExampleRole role : ExampleRole.values()) {
      for (int i = 0; i < 3; i++) {
        examples.add(example(role, i));
      }
    }
    List<TrainingRun> runs = new ArrayList<>();
    List<Trajectory> trajectories = new ArrayList<>();
    for (RunPlan plan : RunPlan.all(new RunPlan.Counts(2, 1, 1, 1), 7)) {
      runs.add(
          TrainingRun.newBuilder()
              .setId(plan.id())
              .setSeed(plan.seed())
              .setRole(plan.role())
              .setCurriculum(
                  IntStream.range(0, 20)
                      .mapToObj(
                          i ->
                              List.of(
                                  examples.get(random.nextInt(6)).getId(),
                                  examples.get(random.nextInt(6)).getId()))
                      .toList())
              .build());
      for (String metric : List.of("bleu", "loss")) {
        for (PromptExample test : examples.subList(6, 12)) {
          trajectories.add(trajectory(plan.id(), test.getId(), metric, random));
        }
      }
    }
    RecordedDynamics before =
        new RecordedDynamics(
            List.of(
                shard("runs-1.avro", TrainingRun.class, runs),
                shard("trajectories-1.avro", Trajectory.class, trajectories),
                shard("examples.avro", PromptExample.class, examples)));
    Path out = folder.resolve("written");
    GptDynamicsWriter writer = new GptDynamicsWriter(new BeamStorage(), out.toString());
    assertThat(writer.write(before)).isEqualTo(5);
    assertThatThrownBy(() -> writer.write(before))
        .hasMessageContaining("is not empty; name another");
    ImportOptions options = options(new RunPlan.Counts(2, 1, 1, 1), 0, "bleu", "loss");
    GptDynamicsReader.Dynamics after =
        new GptDynamicsReader(
                options,
                RecordedFolder.match(out.toString(), options.metrics()).folders(),
                out.resolve(DynamicsLayout.TRAIN_EXAMPLES).toString(),
                out.resolve(DynamicsLayout.TEST_EXAMPLES).toString())
            .read();
    assertThat(after.runs()).isEqualTo(runs);
    assertThat(after.trajectories()).isEqualTo(trajectories);
    assertThat(after.examples()).isEqualTo(examples);
  }

  private static PromptExample example(ExampleRole role, int i) {
    String answer = " ä\n\"" + i;
    return PromptExample.newBuilder()
        .setId("sst-2/%s@%d".formatted(role, i))
        .setTask("sst-2")
        .setRole(role)
        .setPrompt("text\t" + i)
        .setAnswer(answer)
        .setReferences(i == 0 ? List.of() : List.of(answer, " other"))
        .setFlipped(i == 1)
        .build();
  }

  private static Trajectory trajectory(String run, String test, String metric, Random random) {
    List<Integer> steps =
        metric.equals("loss") ? IntStream.rangeClosed(0, 20).boxed().toList() : List.of(0, 10, 20);
    return Trajectory.newBuilder()
        .setRun(run)
        .setExample(test)
        .setMetric(metric)
        .setSteps(steps)
        .setValues(steps.stream().map(step -> random.nextFloat()).toList())
        .build();
  }

  private <T extends SpecificRecord> InputShard shard(String name, Class<T> type, List<T> records)
      throws IOException {
    Path path = folder.resolve(name);
    try (DataFileWriter<T> out =
        RecordFile.writer(type, records.get(0).getSchema(), Files.newOutputStream(path))) {
      for (T record : records) {
        out.append(record);
      }
    }
    try (InputStream in = Files.newInputStream(path)) {
      return new InputShard(path.toString(), name, Split.ALL, Checksum.of(in));
    }
  }

  private void refused(String message, String... metrics) {
    assertThatThrownBy(() -> read(options(0, metrics)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }

  private static ImportOptions options(double unseen, String... metrics) {
    return options(new RunPlan.Counts(1, 0, 1, 0), unseen, metrics);
  }

  private static ImportOptions options(RunPlan.Counts runs, double unseen, String... metrics) {
    return new ImportOptions(List.of(metrics), false, "rte", "input", "output", runs, unseen, 7);
  }

  private GptDynamicsReader.Dynamics read(ImportOptions options) throws IOException {
    return new GptDynamicsReader(
            options,
            RecordedFolder.match(folder.resolve("runs").toString(), options.metrics()).folders(),
            folder.resolve("train.json").toString(),
            folder.resolve("test.json").toString())
        .read();
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
