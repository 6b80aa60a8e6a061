package io.palimpsest.pipelines.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.artifact.Artifact;
import io.palimpsest.schemas.artifact.Split;
import io.palimpsest.schemas.record.ExampleFeature;
import io.palimpsest.schemas.record.Influence;
import io.palimpsest.schemas.record.Trajectory;
import io.palimpsest.transforms.artifact.InputShard;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From training runs to simulators, their forecasts and scores, on embedded Flink. */
class SimulationIT {
  /** Two test runs of 6 test examples, of which 2 are unseen. */
  private static final String RUNS =
      "fit-runs: 3, validation-runs: 1, test-runs: 1, unseen-runs: 1, run-examples: 8,"
          + " batch-size: 4, epochs: 3, learning-rate: 0.002, checkpoint-every: 6, device: cpu";

  @TempDir static Path directory;
  private static SmallStudy study;
  private static Artifact dynamics;
  private static Artifact features;

  @BeforeAll
  static void record() throws IOException {
    study = new SmallStudy(directory);
    Artifact subject = study.subject();
    Artifact prompts = study.prompts();
    dynamics = study.run("dynamics", RUNS, Map.of("checkpoint", subject, "examples", prompts));
    features =
        study.run(
            "featurize",
            "encoder: subject, device: cpu, threads: 1",
            Map.of("examples", dynamics, "checkpoint", subject));
  }

  private static Artifact simulated(String keys, Map<String, Artifact> inputs) throws IOException {
    Artifact simulator = study.run("fit", keys + ", updates: 50, threads: 1", inputs);
    Map<String, Artifact> all = new java.util.TreeMap<>(inputs);
    all.put("simulator", simulator);
    return study.run("simulate", "threads: 1", all);
  }

  @Test
  void everyTextIsEncodedOnce() throws IOException {
    assertThat(records(features, "features", ExampleFeature.class)).hasSize(22);
    assertThat(features.manifest().metrics()).containsEntry("cached", 0.0);
    Artifact again =
        study.run(
            "featurize",
            "encoder: subject, device: cpu, threads: 1",
            Map.of("examples", study.prompts(), "checkpoint", study.subject()));
    assertThat(again.manifest().metrics()).containsEntry("encoded", 0.0);
    assertThat(records(again, "features", ExampleFeature.class))
        .containsExactlyInAnyOrderElementsOf(records(features, "features", ExampleFeature.class));
  }

  @Test
  void methodsForecastWhatTheyCanAndAreCompared() throws Exception {
    Map<String, Artifact> both = Map.of("dynamics", dynamics, "features", features);
    Artifact gptfluence = simulated("method: gptfluence", both);
    Artifact simfluence = simulated("method: simfluence", Map.of("dynamics", dynamics));
    Artifact palimpsest = simulated("method: palimpsest", both);
    assertThat(records(gptfluence, "forecasts", Trajectory.class)).hasSize(12);
    assertThat(records(palimpsest, "forecasts", Trajectory.class)).hasSize(12);
    // It knows neither the unseen tests nor the unseen training examples of the other run.
    assertThat(records(simfluence, "forecasts", Trajectory.class)).hasSize(4);
    assertThat(simfluence.manifest().metrics()).containsEntry("runs_refused", 1.0);
    List<Influence> influences = records(palimpsest, "influences", Influence.class);
    assertThat(influences).hasSize(2 * 8 * 6).allMatch(each -> each.getAdditive() != null);
    Artifact bm25 = study.run("similarity", "measure: bm25", Map.of("dynamics", dynamics));
    Artifact scores =
        study.run(
            "compare",
            "",
            Map.of(
                "dynamics",
                dynamics,
                "a",
                gptfluence,
                "b",
                simfluence,
                "c",
                palimpsest,
                "d",
                bm25));
    assertThat(scores.manifest().metrics().keySet())
        .contains(
            "gptfluence.seen.all_steps_mse",
            "simfluence.seen.all_steps_mse",
            "palimpsest.unseen_test.all_steps_mse",
            "palimpsest.unseen_train.all_steps_mse",
            "mean_trajectory.seen.all_steps_mse")
        .doesNotContain("simfluence.unseen_test.all_steps_mse");
  }

  @Test
  void whatAMethodNeedsIsNamed() {
    assertThatThrownBy(() -> study.run("fit", "", Map.of("dynamics", dynamics)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("gptfluence, which needs features");
    assertThatThrownBy(() -> study.run("similarity", "", Map.of("dynamics", dynamics)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("cosine, which needs features");
    assertThatThrownBy(
            () -> study.run("featurize", "encoder: subject", Map.of("examples", dynamics)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no checkpoint");
    assertThatThrownBy(
            () ->
                study.run("fit", "method: palimpsest, metric: bleu", Map.of("dynamics", dynamics)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("metric is 'bleu', which the runs lack");
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
