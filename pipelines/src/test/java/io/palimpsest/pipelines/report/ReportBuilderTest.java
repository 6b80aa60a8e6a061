package io.palimpsest.pipelines.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palimpsest.schemas.artifact.Artifact;
import io.palimpsest.schemas.artifact.ArtifactStore;
import io.palimpsest.schemas.artifact.Attempt;
import io.palimpsest.schemas.artifact.Derivation;
import io.palimpsest.schemas.artifact.Kind;
import io.palimpsest.schemas.artifact.Manifest;
import io.palimpsest.schemas.artifact.RecordFile;
import io.palimpsest.schemas.artifact.RunInfo;
import io.palimpsest.schemas.artifact.Shard;
import io.palimpsest.schemas.artifact.ShardWriter;
import io.palimpsest.schemas.artifact.Split;
import io.palimpsest.schemas.record.Influence;
import io.palimpsest.schemas.record.RunRole;
import io.palimpsest.schemas.record.TrainingRun;
import io.palimpsest.schemas.record.Trajectory;
import io.palimpsest.transforms.storage.BeamStorage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportBuilderTest {
  @TempDir Path workspace;

  private ArtifactStore store;
  private final InfluenceStudy study = SampleInfluence.study();

  @BeforeEach
  void openStore() {
    FileSystems.setDefaultPipelineOptions(PipelineOptionsFactory.create());
    store = new ArtifactStore(new BeamStorage(), workspace.toString());
  }

  @Test
  void scoresOfMethodsAndOfModelsAreToldApart() throws IOException {
    Artifact compared = compared();
    Artifact evaluated =
        commit("evaluate", Kind.SCORES, List.of(), Map.of("patch_loss", 0.7), Map.of());
    Report report = build(List.of(compared, evaluated));

    assertThat(report.evaluation()).containsOnlyKeys("patch_loss");
    assertThat(report.influence().orElseThrow().figures())
        .containsOnlyKeys("tracin_cp.seen.all_steps_mse");
    assertThat(build(List.of(evaluated)).influence()).isEmpty();
    assertThat(build(List.of(compared)).evaluation()).isEmpty();
  }

  @Test
  void aComparisonIsReadWithWhatItCompares() throws IOException {
    InfluenceStudy read = build(List.of(compared())).influence().orElseThrow();

    assertThat(read.examples()).hasSize(SampleInfluence.TRAIN + SampleInfluence.TESTS);
    assertThat(read.truth()).hasSize(SampleInfluence.TESTS);
    assertThat(read.forecasts())
        .extracting(Trajectory::getMethod)
        .contains("constant", "mean_trajectory", "tracin_cp")
        .doesNotContain("");
    assertThat(read.truth()).allMatch(each -> each.getRun().equals("run-0030"));
    assertThat(read.forecasts()).allMatch(each -> each.getRun().equals("run-0030"));
    assertThat(read.means().methods()).containsExactly("bm25", "gptfluence", "tracin_cp");
    assertThat(read.grids().get("bm25").run()).isEqualTo("run-0030");
    assertThat(read.curves()).hasSize(5);
  }

  private Report build(List<Artifact> artifacts) throws IOException {
    return new ReportBuilder(store, artifacts).build("study", Instant.EPOCH);
  }

  private Artifact compared() throws IOException {
    List<Trajectory> measured = new ArrayList<>(study.truth());
    for (Trajectory each : study.truth()) {
      measured.add(Trajectory.newBuilder(each).setRun("run-0001").build());
      measured.add(Trajectory.newBuilder(each).setRun("run-0031").build());
    }
    Artifact dynamics =
        commit(
            "dynamics",
            Kind.DYNAMICS,
            List.of(),
            Map.of(),
            Map.of(
                "runs.avro",
                List.of(
                    run("run-0001", RunRole.FIT),
                    run("run-0029", RunRole.TEST_UNSEEN),
                    run("run-0031", RunRole.TEST),
                    run("run-0030", RunRole.TEST)),
                "trajectories.avro",
                measured,
                "examples.avro",
                List.copyOf(study.examples().values())));
    List<Influence> influences = SampleInfluence.influences(Set.of());
    Artifact attributed =
        commit(
            "attribute",
            Kind.FORECASTS,
            List.of(dynamics),
            Map.of(),
            Map.of(
                "forecasts.avro",
                study.forecasts().stream()
                    .filter(each -> each.getMethod().equals("tracin_cp"))
                    .toList(),
                "influences.avro",
                influences));
    return commit(
        "compare",
        Kind.SCORES,
        List.of(dynamics, attributed),
        Map.of("tracin_cp.seen.all_steps_mse", 0.5),
        Map.of("detection.avro", study.curves()));
  }

  private static TrainingRun run(String id, RunRole role) {
    return TrainingRun.newBuilder()
        .setId(id)
        .setSeed(1)
        .setRole(role)
        .setCurriculum(List.of())
        .build();
  }

  private Artifact commit(
      String type,
      String kind,
      List<Artifact> inputs,
      Map<String, Double> metrics,
      Map<String, List<? extends SpecificRecord>> files)
      throws IOException {
    TreeMap<String, String> keys = new TreeMap<>();
    for (Artifact input : inputs) {
      Manifest manifest = input.manifest();
      keys.put("from." + keys.size(), manifest.derivation().type() + "/" + manifest.fingerprint());
    }
    ObjectNode config = JsonNodeFactory.instance.objectNode().put("metric", "loss");
    Derivation derivation = new Derivation(type, 1, config, keys, List.of(), new TreeMap<>());
    Attempt attempt = store.begin("test", type, derivation.fingerprint());
    List<Shard> shards = new ArrayList<>();
    for (Map.Entry<String, List<? extends SpecificRecord>> file :
        new LinkedHashMap<>(files).entrySet()) {
      shards.add(write(attempt, file.getKey(), file.getValue()));
    }
    return store.commit(
        attempt,
        new Manifest(
            Manifest.FORMAT,
            kind,
            derivation.fingerprint(),
            derivation,
            new TreeMap<>(),
            shards,
            new TreeMap<>(metrics),
            new RunInfo("study", type, "2026-01-01T00:00:00Z", 1, new TreeMap<>())));
  }

  private Shard write(Attempt attempt, String name, List<? extends SpecificRecord> records)
      throws IOException {
    ShardWriter file = new ShardWriter(store.storage(), attempt);
    try (DataFileWriter<SpecificRecord> out = writer(file, records.get(0))) {
      for (SpecificRecord each : records) {
        out.append(each);
      }
    }
    return file.finish(name, Split.ALL, OptionalLong.of(records.size()));
  }

  @SuppressWarnings("unchecked")
  private static DataFileWriter<SpecificRecord> writer(ShardWriter file, SpecificRecord first)
      throws IOException {
    return RecordFile.writer(
        (Class<SpecificRecord>) first.getClass(),
        SpecificData.get().getSchema(first.getClass()),
        file);
  }
}
