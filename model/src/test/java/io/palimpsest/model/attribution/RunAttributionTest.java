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
  @TempDir Path directory;

  private Descent descent;
  private AttributionFiles files;

  @BeforeEach
  void train() throws Exception {
    descent = new Descent(directory);
    descent.train("fit", RunRole.FIT, 0.02);
    descent.train("validation", RunRole.VALIDATION, 0.02);
    descent.train("test", RunRole.TEST, 0.02);
    descent.train("unseen", RunRole.TEST_UNSEEN, 0.02);
    files = descent.write();
  }

  @Test
  void forecastsAllTestExamplesOfAllTestRuns() throws Exception {
    AttributionMetrics metrics = run(Rescaling.NONE);
    List<Trajectory> forecasts = read(AttributionFiles.FORECASTS, Trajectory.class);
    assertThat(metrics.trajectories()).isEqualTo(8);
    assertThat(metrics.scale()).isEqualTo(1);
    assertThat(metrics.operations()).isPositive();
    assertThat(forecasts)
        .extracting(Trajectory::getRun)
        .containsExactly("test", "test", "test", "test", "unseen", "unseen", "unseen", "unseen");
    for (int i = 0; i < forecasts.size(); i++) {
      Trajectory forecast = forecasts.get(i);
      Trajectory measured = descent.losses.get(8 + i);
      RunInfluence influence = influence(i < 4 ? "test" : "unseen");
      assertThat(forecast.getMethod()).isEqualTo("tracin_cp");
      assertThat(forecast.getMetric()).isEqualTo("loss");
      assertThat(forecast.getExample()).isEqualTo(measured.getExample());
      assertThat(forecast.getSteps()).isEqualTo(measured.getSteps());
      for (int step = 0; step <= Descent.STEPS; step++) {
        double expected = measured.getValues().get(0) - influence.fallen(i % 4)[step];
        assertThat((double) forecast.getValues().get(step)).isCloseTo(expected, within(1e-5));
      }
    }
  }

  @Test
  void writesTheSumOfEachExamplesStepsRescaled() throws Exception {
    double scale = run(Rescaling.TRUTH).scale();
    List<Influence> influences = read(AttributionFiles.INFLUENCES, Influence.class);
    RunInfluence expected = influence("unseen");
    assertThat(influences)
        .filteredOn(one -> one.getRun().equals("unseen"))
        .hasSize(expected.influences().size() * 4)
        .allSatisfy(
            one -> {
              int test = expected.tests().indexOf(one.getTestExample());
              double sum = expected.influences().get(one.getTrainExample())[test];
              assertThat(one.getValue()).isCloseTo(scale * sum, within(1e-6));
              assertThat(one.getMetric()).isEqualTo("loss");
              assertThat(one.getMethod()).isEqualTo("tracin_cp");
              assertThat(one.getAdditive()).isNull();
            });
  }

  @Test
  void fitsOneScaleToTheTruthOrToSeenTestsOfFitRuns() throws Exception {
    assertThat(run(Rescaling.TRUTH).scale())
        .isCloseTo(scale(List.of("test", "unseen"), 4), within(1e-5));
    assertThat(run(Rescaling.FIT_RUNS).scale()).isCloseTo(scale(List.of("fit"), 3), within(1e-5));
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

  private final Map<String, RunInfluence> known = new HashMap<>();

  private RunInfluence influence(String id) throws Exception {
    if (!known.containsKey(id)) {
      TrainingRun run =
          descent.runs.stream().filter(one -> one.getId().equals(id)).findFirst().orElseThrow();
      known.put(
          id,
          new Attribution(config(Rescaling.NONE))
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
    storage.delete(storage.list(directory + "/checkpoints/fit"));
    assertThatThrownBy(() -> run(Rescaling.FIT_RUNS))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            directory
                + " has no run of role FIT with checkpoints, which rescaling: fit-runs needs; let the dynamics stage keep those of one, or use rescaling: none");
  }

  @Test
  void refusesDynamicsWithoutMeasuredLosses() throws Exception {
    descent.losses.removeIf(loss -> loss.getRun().equals("unseen"));
    files = descent.write();
    assertThatThrownBy(() -> run(Rescaling.NONE))
        .hasMessage(
            "run 'unseen' has no measured loss of test example 'made-up/rows@8': let the dynamics stage measure loss");
  }

  @Test
  void refusesACheckpointIntervalOfNothing() {
    assertThatThrownBy(
            () ->
                new AttributionConfig(GradientMethod.TRACIN_CP, Gradients.FULL, 0, Rescaling.NONE))
        .hasMessage("every is 0: it must be 1 or more");
  }

  private static AttributionConfig config(Rescaling rescaling) {
    return new AttributionConfig(GradientMethod.TRACIN_CP, Gradients.FULL, 2, rescaling);
  }

  private AttributionMetrics run(Rescaling rescaling) throws Exception {
    try (ByteTokenizer bytes = new ByteTokenizer()) {
      return RunAttribution.run(config(rescaling), files, bytes, (run, step) -> {});
    }
  }

  private <T extends SpecificRecord> List<T> read(String name, Class<T> type) throws Exception {
    List<T> records = new ArrayList<>();
    try (DataFileStream<T> in =
        RecordFile.reader(type, files.storage().open(files.output() + "/" + name))) {
      in.forEach(records::add);
    }
    return records;
  }
}
