package io.palimpsest.pipelines.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.palimpsest.schemas.PassingFaultException;
import io.palimpsest.schemas.artifact.Artifact;
import io.palimpsest.schemas.artifact.Shard;
import io.palimpsest.schemas.artifact.Split;
import io.palimpsest.schemas.record.Influence;
import io.palimpsest.schemas.record.RunRole;
import io.palimpsest.schemas.record.TrainingRun;
import io.palimpsest.schemas.record.Trajectory;
import io.palimpsest.transforms.artifact.InputShard;
import io.palimpsest.transforms.dynamics.RecordedDynamics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From prompts to training runs, their attribution and its scores, on embedded Flink. */
class DynamicsIT {
  private static final int STEPS = 6;
  private static final int TESTS = 6;
  private static final String RUNS =
      "fit-runs: 1, validation-runs: 1, test-runs: 1, run-examples: 8, batch-size: 4, epochs: 3,"
          + " learning-rate: 0.002, checkpoint-every: 2, device: cpu";

  @TempDir static Path directory;
  private static SmallStudy study;
  private static Artifact dynamics;
  private static Artifact attributed;

  @BeforeAll
  static void runOnce() throws IOException {
    study = new SmallStudy(directory.resolve("unbroken"));
    dynamics = dynamics(study);
    attributed = study.run("attribute", "device: cpu, threads: 1", Map.of("dynamics", dynamics));
  }

  private static Artifact dynamics(SmallStudy study) throws IOException {
    return study.run(
        "dynamics", RUNS, Map.of("checkpoint", study.subject(), "examples", study.prompts()));
  }

  private static RecordedDynamics recorded() {
    return new RecordedDynamics(InputShard.of(dynamics, Split.ALL));
  }

  @Test
  void runsAreRecordedWithAllTestExamplesAndCheckpointsOfThoseThatAreNotFitted() throws Exception {
    List<TrainingRun> runs = recorded().runs();
    assertThat(runs)
        .extracting(TrainingRun::getRole)
        .containsExactly(RunRole.FIT, RunRole.VALIDATION, RunRole.TEST);
    assertThat(runs)
        .allSatisfy(
            run -> {
              assertThat(run.getCurriculum()).hasSize(STEPS).allMatch(batch -> batch.size() == 4);
              assertThat(run.getLearningRates()).hasSize(STEPS);
            });
    List<Trajectory> losses = recorded().trajectories("loss");
    assertThat(losses).hasSize(3 * TESTS);
    assertThat(losses)
        .allSatisfy(
            loss -> {
              assertThat(loss.getSteps()).containsExactly(0, 1, 2, 3, 4, 5, 6);
              assertThat(loss.getValues().get(STEPS)).isLessThan(loss.getValues().get(0));
            });
    assertThat(checkpoints())
        .containsExactly(
            "run-0001/step-000000",
            "run-0001/step-000002",
            "run-0001/step-000004",
            "run-0001/step-000006",
            "run-0002/step-000000",
            "run-0002/step-000002",
            "run-0002/step-000004",
            "run-0002/step-000006");
  }

  private static List<String> checkpoints() {
    return dynamics.manifest().shards().stream()
        .map(Shard::name)
        .filter(name -> name.startsWith("checkpoints/") && name.endsWith("/config.json"))
        .map(name -> name.substring("checkpoints/".length(), name.lastIndexOf('/')))
        .toList();
  }

  @Test
  void oneAttributionForecastsByAllRescalings() throws Exception {
    List<Trajectory> forecasts = records(attributed, "forecasts", Trajectory.class);
    assertThat(forecasts).hasSize(3 * TESTS).allMatch(each -> each.getRun().equals("run-0002"));
    Map<String, Double> errors = new HashMap<>();
    for (Trajectory forecast : forecasts) {
      Trajectory truth = measured(forecast);
      assertThat(forecast.getSteps()).isEqualTo(truth.getSteps());
      assertThat(forecast.getValues().get(0)).isEqualTo(truth.getValues().get(0));
      errors.merge(forecast.getMethod(), squares(truth, forecast), Double::sum);
    }
    assertThat(errors).containsOnlyKeys("tracin_cp", "tracin_cp_truth", "tracin_cp_fit");
    assertThat(errors.get("tracin_cp_truth"))
        .isLessThan(errors.get("tracin_cp"))
        .isLessThan(errors.get("tracin_cp_fit"));
  }

  private static Trajectory measured(Trajectory forecast) throws IOException {
    return recorded().trajectories("loss").stream()
        .filter(loss -> loss.getRun().equals(forecast.getRun()))
        .filter(loss -> loss.getExample().equals(forecast.getExample()))
        .findFirst()
        .orElseThrow();
  }

  private static double squares(Trajectory truth, Trajectory forecast) {
    double sum = 0;
    for (int i = 0; i < truth.getValues().size(); i++) {
      sum += Math.pow(truth.getValues().get(i) - forecast.getValues().get(i), 2);
    }
    return sum;
  }

  @Test
  void influencesAddUpToTheForecastFall() throws Exception {
    List<Influence> influences = records(attributed, "influences", Influence.class);
    assertThat(influences)
        .hasSize(8 * TESTS)
        .allMatch(each -> each.getMethod().equals("tracin_cp"));
    Map<String, Double> falls =
        influences.stream()
            .collect(
                Collectors.groupingBy(
                    Influence::getTestExample, Collectors.summingDouble(Influence::getValue)));
    for (Trajectory forecast : records(attributed, "forecasts", Trajectory.class)) {
      if (forecast.getMethod().equals("tracin_cp")) {
        double fall = forecast.getValues().get(0) - forecast.getValues().get(STEPS);
        assertThat(falls.get(forecast.getExample())).isCloseTo(fall, within(1e-5));
      }
    }
  }

  @Test
  void figuresSayWhatItCost() {
    assertThat(attributed.manifest().metrics())
        .containsOnlyKeys(
            "trajectories",
            "seconds_per_trajectory",
            "operations",
            "scale.tracin_cp",
            "scale.tracin_cp_truth",
            "scale.tracin_cp_fit")
        .containsEntry("trajectories", (double) TESTS)
        .containsEntry("scale.tracin_cp", 1.0);
    assertThat(attributed.manifest().metrics().get("seconds_per_trajectory")).isPositive();
  }

  @Test
  void methodsAreComparedWithOneAnotherAndWithTheTrivialForecasts() throws Exception {
    Artifact dot =
        study.run(
            "attribute",
            "method: grad_dot, gradients: output-layer, rescaling: [none], device: cpu, threads: 1",
            Map.of("dynamics", dynamics));
    Artifact scores =
        study.run(
            "compare", "", Map.of("dynamics", dynamics, "attributed", attributed, "dot", dot));
    assertThat(scores.manifest().metrics().keySet())
        .filteredOn(name -> name.endsWith(".all_steps_mse"))
        .hasSizeGreaterThan(6)
        .anyMatch(name -> name.contains("tracin_cp_truth"))
        .anyMatch(name -> name.contains("tracin_cp_fit"))
        .anyMatch(name -> name.contains("grad_dot_output"));
  }

  @Test
  void dynamicsThatWereKilledGoOnToTheSameBytes() throws Exception {
    SmallStudy other = new SmallStudy(directory.resolve("killed"));
    CompletableFuture<Artifact> killed =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return dynamics(other);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    while (!isHalfDone(other) && !endsAtOnce(killed)) {}
    ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly);
    assertThatThrownBy(killed::join)
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(PassingFaultException.class);
    assertThat(other.files("states")).anyMatch(file -> file.endsWith("/result.json"));
    Artifact resumed = dynamics(other);
    assertThat(resumed.manifest().shards()).isEqualTo(dynamics.manifest().shards());
    assertThat(other.files("states")).isEmpty();
    assertThat(other.files("attempts")).isEmpty();
    Artifact again = other.run("attribute", "device: cpu, threads: 1", Map.of("dynamics", resumed));
    assertThat(again.manifest().shards()).isEqualTo(attributed.manifest().shards());
  }

  private static boolean endsAtOnce(CompletableFuture<?> work) throws Exception {
    try {
      work.get(5, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    }
  }

  /** One run is finished, and another has kept its checkpoint of step 2. */
  private static boolean isHalfDone(SmallStudy study) throws IOException {
    return study.files("states").stream().anyMatch(file -> file.endsWith("/result.json"))
        && study.files("attempts").stream()
            .anyMatch(file -> file.contains("/scratch/") && file.contains("/step-000002/"));
  }

  private static <T extends SpecificRecord> List<T> records(
      Artifact artifact, String name, Class<T> type) throws IOException {
    List<T> records = new ArrayList<>();
    for (InputShard shard : InputShard.of(artifact, Split.ALL)) {
      if (shard.name().startsWith(name)) {
        shard.forEach(type, records::add);
      }
    }
    return records;
  }
}
