package io.palimpsest.model.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.palimpsest.model.LocalStorage;
import io.palimpsest.model.tokenizer.ByteTokenizer;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.artifact.RecordFile;
import io.palimpsest.schemas.record.Influence;
import io.palimpsest.schemas.record.RunRole;
import io.palimpsest.schemas.record.TrainingRun;
import io.palimpsest.schemas.record.Trajectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunAttributionTest {
  private static final List<Rescaling> ALL = List.of(Rescaling.values());

  @TempDir Path directory;

  private final Map<String, RunInfluence> known = new HashMap<>();
  private Descent descent;

  @BeforeEach
  void train() throws Exception {
    descent = new Descent(directory);
    descent.train("fit", RunRole.FIT, 0.02);
    descent.train("validation", RunRole.VALIDATION, 0.02);
    descent.train("test", RunRole.TEST, 0.02);
    descent.train("unseen", RunRole.TEST_UNSEEN, 0.02);
  }

  @Test
  void forecastsAllTestExamplesOfAllTestRunsByEachRescaling() throws Exception {
    AttributionMetrics metrics = run(ALL);
    List<Trajectory> forecasts = read(AttributionFiles.FORECASTS, Trajectory.class);
    assertThat(forecasts).hasSize(3 * 8);
    Map<String, Double> scales =
        Map.of(
            "tracin_cp_every2", 1.0,
            "tracin_cp_every2_truth", scale(List.of("test", "unseen"), 4),
            "tracin_cp_every2_fit", scale(List.of("fit", "validation"), 3));
    assertThat(metrics.scales()).containsOnlyKeys(scales.keySet());
    metrics
        .scales()
        .forEach((label, scale) -> assertThat(scale).isCloseTo(scales.get(label), within(1e-5)));
    for (int i = 0; i < forecasts.size(); i++) {
      Trajectory forecast = forecasts.get(i);
      Trajectory measured = descent.losses.get(8 + i % 8);
      RunInfluence influence = influence(i % 8 < 4 ? "test" : "unseen");
      assertThat(forecast.getMethod())
          .isEqualTo("tracin_cp_every2" + List.of("", "_truth", "_fit").get(i / 8));
      assertThat(forecast.getMetric()).isEqualTo("loss");
      assertThat(forecast.getRun()).isEqualTo(influence.run());
      assertThat(forecast.getExample()).isEqualTo(measured.getExample());
      assertThat(forecast.getSteps()).isEqualTo(measured.getSteps());
      double scale = scales.get(forecast.getMethod());
      for (int step = 0; step <= Descent.STEPS; step++) {
        double expected = measured.getValues().get(0) - scale * influence.fallen(i % 4)[step];
        assertThat((double) forecast.getValues().get(step)).isCloseTo(expected, within(1e-5));
      }
    }
  }

  @Test
  void writesTheSumOfEachExamplesStepsOnceAndNotRescaled() throws Exception {
    run(ALL);
    List<Influence> influences = read(AttributionFiles.INFLUENCES, Influence.class);
    for (String run : List.of("test", "unseen")) {
      RunInfluence expected = influence(run);
      assertThat(influences)
          .filteredOn(one -> one.getRun().equals(run))
          .hasSize(expected.influences().size() * 4)
          .allSatisfy(
              one -> {
                int test = expected.tests().indexOf(one.getTestExample());
                double sum = expected.influences().get(one.getTrainExample())[test];
                assertThat(one.getValue()).isCloseTo(sum, within(1e-6));
                assertThat(one.getMetric()).isEqualTo("loss");
                assertThat(one.getMethod()).isEqualTo("tracin_cp_every2");
                assertThat(one.getAdditive()).isNull();
              });
    }
    assertThat(influences).hasSize(4 * (influence("test").influences().size() + unseenExamples()));
  }

  private int unseenExamples() throws Exception {
    return influence("unseen").influences().size();
  }

  @Test
  void writesTheSameBytesEachTime() throws Exception {
    run(ALL);
    byte[] forecasts = Files.readAllBytes(output(AttributionFiles.FORECASTS));
    byte[] influences = Files.readAllBytes(output(AttributionFiles.INFLUENCES));
    run(ALL);
    assertThat(output(AttributionFiles.FORECASTS)).hasBinaryContent(forecasts);
    assertThat(output(AttributionFiles.INFLUENCES)).hasBinaryContent(influences);
  }

  @Test
  void countsTheTestRunsAlone() throws Exception {
    AttributionMetrics all = run(ALL);
    AttributionMetrics alone = run(List.of(Rescaling.NONE));
    assertThat(alone.operations()).isPositive().isEqualTo(all.operations());
    assertThat(all.byName())
        .containsOnlyKeys(
            "trajectories",
            "seconds_per_trajectory",
            "operations",
            "scale.tracin_cp_every2",
            "scale.tracin_cp_every2_truth",
            "scale.tracin_cp_every2_fit");
    assertThat(all.trajectories()).isEqualTo(8);
    assertThat(all.byName().get("seconds_per_trajectory").doubleValue())
        .isPositive()
        .isEqualTo(all.seconds() / 8);
  }

  /** The scale with the least squared error, by a search. */
  private double scale(List<String> runs, int tests) throws Exception {
    double low = -10;
    double high = 10;
    while (high - low > 1e-7) {
      double third = (high - low) / 3;
      boolean left = error(low + third, runs, tests) < error(high - third, runs, tests);
      high = left ? high - third : high;
      low = left ? low : low + third;
    }
    return low;
  }

  private double error(double scale, List<String> runs, int tests) throws Exception {
    double error = 0;
    for (String run : runs) {
      for (int test = 0; test < tests; test++) {
        List<Float> measured = losses(run).get(test).getValues();
        double[] fallen = influence(run).fallen(test);
        for (int step = 1; step <= Descent.STEPS; step++) {
          double forecast = measured.get(0) - scale * fallen[step];
          error += Math.pow(forecast - measured.get(step), 2);
        }
      }
    }
    return error;
  }

  private RunInfluence influence(String id) throws Exception {
    if (!known.containsKey(id)) {
      TrainingRun run =
          descent.runs.stream().filter(one -> one.getId().equals(id)).findFirst().orElseThrow();
      known.put(
          id,
          new Attribution(config(ALL))
              .of(
                  run,
                  descent.samples(),
                  descent.tests(),
                  descent.checkpoints(id),
                  (name, step) -> {}));
    }
    return known.get(id);
  }

  private List<Trajectory> losses(String run) {
    return descent.losses.stream().filter(loss -> loss.getRun().equals(run)).toList();
  }

  @Test
  void refusesToFitToRunsWithoutCheckpoints() throws Exception {
    LocalStorage storage = new LocalStorage();
    for (String run : List.of("fit", "validation")) {
      storage.delete(storage.list(directory + "/checkpoints/" + run));
    }
    assertThatThrownBy(() -> run(ALL))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            directory
                + " has no run of role FIT or VALIDATION with checkpoints and a seen test example, which rescaling by fit-runs needs: let the dynamics stage make validation runs, or give rescaling: [none, truth]");
    assertThat(run(List.of(Rescaling.NONE, Rescaling.TRUTH)).scales()).hasSize(2);
  }

  @Test
  void refusesDynamicsWithoutTestRuns() {
    descent.runs.removeIf(run -> run.getRole() != RunRole.FIT);
    assertThatThrownBy(() -> run(ALL))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            directory + " has 0 test runs and 4 test examples: attribution needs one of each");
  }

  @Test
  void refusesTestRunsWithoutCheckpointsBeforeTheWork() throws Exception {
    LocalStorage storage = new LocalStorage();
    storage.delete(storage.list(directory + "/checkpoints/unseen"));
    List<Integer> heard = new ArrayList<>();
    try (ByteTokenizer bytes = new ByteTokenizer()) {
      assertThatThrownBy(
              () ->
                  RunAttribution.run(
                      config(ALL),
                      descent.files(),
                      descent.dynamics(),
                      bytes,
                      (run, step) -> heard.add(step)))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageStartingWith("run 'unseen' has no checkpoints");
    }
    assertThat(heard).isEmpty();
  }

  @Test
  void refusesDynamicsWithoutMeasuredLosses() {
    descent.losses.removeIf(loss -> loss.getRun().equals("unseen"));
    assertThatThrownBy(() -> run(List.of(Rescaling.NONE)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "run 'unseen' has no measured loss of test example 'made-up/rows@8': let the dynamics stage measure loss");
  }

  private static AttributionConfig config(List<Rescaling> rescalings) {
    return new AttributionConfig(GradientMethod.TRACIN_CP, Gradients.FULL, 2, rescalings);
  }

  private AttributionMetrics run(List<Rescaling> rescalings) throws Exception {
    try (ByteTokenizer bytes = new ByteTokenizer()) {
      return RunAttribution.run(
          config(rescalings), descent.files(), descent.dynamics(), bytes, (run, step) -> {});
    }
  }

  private Path output(String name) {
    return directory.resolve("out").resolve(name);
  }

  private <T extends SpecificRecord> List<T> read(String name, Class<T> type) throws Exception {
    List<T> records = new ArrayList<>();
    try (DataFileStream<T> in = RecordFile.reader(type, Files.newInputStream(output(name)))) {
      in.forEach(records::add);
    }
    return records;
  }
}
