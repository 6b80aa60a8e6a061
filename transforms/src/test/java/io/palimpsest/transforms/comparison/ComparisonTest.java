package io.palimpsest.transforms.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.palimpsest.schemas.artifact.Checksum;
import io.palimpsest.schemas.artifact.RecordFile;
import io.palimpsest.schemas.record.ExampleRole;
import io.palimpsest.schemas.record.Influence;
import io.palimpsest.schemas.record.MislabelCurve;
import io.palimpsest.schemas.record.PromptExample;
import io.palimpsest.schemas.record.RunRole;
import io.palimpsest.schemas.record.TrainingRun;
import io.palimpsest.schemas.record.Trajectory;
import io.palimpsest.transforms.artifact.InputShard;
import io.palimpsest.transforms.dynamics.RecordedDynamics;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonTest {
  @TempDir Path folder;

  @BeforeAll
  static void fileSystems() {
    FileSystems.setDefaultPipelineOptions(PipelineOptionsFactory.create());
  }

  @Test
  void influencesAloneFindWrongAnswers() throws IOException {
    Comparison comparison =
        compare(
            "loss",
            methods(
                Map.of(),
                write("influences.avro", Influence.class, influences("bm25", "similarity"))));
    List<MislabelCurve> curves = comparison.mislabelCurves();

    assertThat(curves)
        .extracting(MislabelCurve::getMethod)
        .containsExactly("bm25", "random", "ideal");
    SortedMap<String, Double> figures = comparison.figures(comparison.scores(), curves);
    assertThat(figures)
        .containsEntry("mislabel.bm25.found_at_20", 0.8)
        .containsKeys("mislabel.random.area", "constant.seen.all_steps_mse");
  }

  @Test
  void influencesOnAnotherMetricDoNotCount() throws IOException {
    Comparison comparison =
        compare(
            "loss",
            methods(
                Map.of(), write("influences.avro", Influence.class, influences("gpt", "bleu"))));

    assertThat(comparison.mislabelCurves()).isEmpty();
  }

  @Test
  void everyMethodOfAStageHasItsCosts() throws IOException {
    List<Trajectory> forecasts =
        List.of(
            trajectory("test", "t", "tracin_cp", 2, 1),
            trajectory("test", "t", "tracin_cp_fit", 2, 2));
    Comparison comparison =
        compare(
            "loss",
            methods(
                Map.of("seconds_per_trajectory", 3.0, "operations", 8e9, "trajectories", 4.0),
                write("forecasts.avro", Trajectory.class, forecasts)));

    assertThat(comparison.figures(comparison.scores(), List.of()))
        .containsEntry("tracin_cp.seen.all_steps_mae", 0.5)
        .containsEntry("tracin_cp.seconds_per_trajectory", 3.0)
        .containsEntry("tracin_cp_fit.operations_per_trajectory", 2e9)
        .doesNotContainKey("constant.seconds_per_trajectory");
  }

  @Test
  void aMethodsCurveIsTheAreaBelowIt() throws IOException {
    Comparison comparison =
        compare(
            "loss",
            methods(
                Map.of(), write("influences.avro", Influence.class, influences("gpt", "loss"))));

    // Of 4 examples one is flipped, and most harmful.
    assertThat(comparison.mislabelCurves().get(0).getArea()).isEqualTo(3.5 / 4, within(1e-9));
  }

  private Comparison compare(String metric, MethodRecords methods) throws IOException {
    List<PromptExample> examples = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      examples.add(example("z" + i, ExampleRole.TRAIN, i == 2));
    }
    examples.add(example("t", ExampleRole.TEST, false));
    List<InputShard> shards =
        List.of(
            write("examples.avro", PromptExample.class, examples),
            write(
                "runs.avro",
                TrainingRun.class,
                List.of(run("fit", RunRole.FIT), run("test", RunRole.TEST))),
            write(
                "trajectories.avro",
                Trajectory.class,
                List.of(trajectory("fit", "t", "", 2, 1), trajectory("test", "t", "", 2, 1.5f))));
    return new Comparison(new RecordedDynamics(shards), List.of(methods), metric);
  }

  private static MethodRecords methods(Map<String, Double> figures, InputShard shard) {
    return new MethodRecords(List.of(shard), new TreeMap<>(figures));
  }

  private static List<Influence> influences(String method, String metric) {
    List<Influence> influences = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      influences.add(
          Influence.newBuilder()
              .setMethod(method)
              .setRun("test")
              .setMetric(metric)
              .setTrainExample("z" + i)
              .setTestExample("t")
              .setValue(i == 2 ? -1 : i)
              .build());
    }
    return influences;
  }

  private static PromptExample example(String id, ExampleRole role, boolean flipped) {
    return PromptExample.newBuilder()
        .setId(id)
        .setTask("sst-2")
        .setRole(role)
        .setPrompt("p")
        .setAnswer("a")
        .setFlipped(flipped)
        .build();
  }

  private static TrainingRun run(String id, RunRole role) {
    return TrainingRun.newBuilder()
        .setId(id)
        .setSeed(1)
        .setRole(role)
        .setCurriculum(List.of(List.of("z0", "z1", "z2", "z3")))
        .build();
  }

  private static Trajectory trajectory(
      String run, String example, String method, float before, float after) {
    return Trajectory.newBuilder()
        .setRun(run)
        .setExample(example)
        .setMetric("loss")
        .setMethod(method)
        .setSteps(List.of(0, 1))
        .setValues(List.of(before, after))
        .build();
  }

  private <T extends SpecificRecord> InputShard write(String name, Class<T> type, List<T> records)
      throws IOException {
    Path file = folder.resolve(name);
    try (DataFileWriter<T> out =
        RecordFile.writer(type, SpecificData.get().getSchema(type), Files.newOutputStream(file))) {
      for (T each : records) {
        out.append(each);
      }
    }
    try (InputStream in = Files.newInputStream(file)) {
      return new InputShard(file.toString(), name, "all", Checksum.of(in));
    }
  }
}
