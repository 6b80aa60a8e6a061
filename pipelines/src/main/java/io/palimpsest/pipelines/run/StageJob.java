package io.palimpsest.pipelines.run;

import io.palimpsest.pipelines.stage.StageRun;
import io.palimpsest.pipelines.workflow.PlannedStage;
import io.palimpsest.schemas.artifact.Artifact;
import io.palimpsest.schemas.artifact.ArtifactStore;
import io.palimpsest.schemas.artifact.Attempt;
import io.palimpsest.schemas.artifact.Checksum;
import io.palimpsest.schemas.artifact.Manifest;
import io.palimpsest.schemas.artifact.RunInfo;
import io.palimpsest.transforms.artifact.Outcome;
import io.palimpsest.transforms.artifact.WriteOutcome;
import io.palimpsest.transforms.progress.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;

/** Runs one stage as one Beam job and commits its artifact. */
final class StageJob {
  private final ArtifactStore store;
  private final PipelineOptions options;
  private final String workflow;
  private final String run;

  StageJob(ArtifactStore store, PipelineOptions options, String workflow, String run) {
    this.store = store;
    this.options = options;
    this.workflow = workflow;
    this.run = run;
  }

  /**
   * Makes the stage's artifact; after a failure nothing of it is left.
   *
   * @throws io.palimpsest.schemas.InvalidInputException if the user must act
   * @throws io.palimpsest.schemas.PassingFaultException if another try may succeed
   * @throws StageFailedException otherwise
   */
  <C extends Record> Artifact execute(PlannedStage<C> stage, SortedMap<String, Artifact> inputs)
      throws IOException {
    Instant started = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    long began = System.nanoTime();
    Attempt attempt = store.begin(run, stage.type().name(), stage.fingerprint());
    StageRun<C> stageRun =
        new StageRun<>(stage.name(), stage.config().value(), inputs, attempt, store);
    Progress progress = Progress.of(attempt.directory());
    progress.expect(stage.type().expected(stageRun));
    try (Console console = Console.watch(stage.name(), progress)) {
      Outcome outcome = runPipeline(stage, stageRun);
      SortedMap<String, Double> metrics = stage.type().metrics(stageRun, outcome);
      double seconds = (System.nanoTime() - began) / 1e9;
      RunInfo info =
          new RunInfo(workflow, stage.name(), started.toString(), seconds, Versions.of(options));
      Artifact artifact =
          store.commit(attempt, manifest(stage, kinds(inputs), outcome, metrics, info));
      stage.type().committed(stageRun);
      return artifact;
    } catch (IOException | RuntimeException e) {
      RuntimeException failure = Failures.of(e);
      discard(attempt, failure);
      throw failure;
    } finally {
      Progress.forget(attempt.directory());
    }
  }

  private void discard(Attempt attempt, RuntimeException failure) {
    try {
      store.discard(attempt);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private <C extends Record> Outcome runPipeline(PlannedStage<C> stage, StageRun<C> stageRun)
      throws IOException {
    JobEnd.require(stage.name(), options, RemoteFlink.run(pipeline(stage, stageRun)));
    return WriteOutcome.read(store.storage(), stageRun.attempt());
  }

  /** The stage's job, before it runs. */
  <C extends Record> Pipeline pipeline(PlannedStage<C> stage, StageRun<C> stageRun) {
    Pipeline pipeline = Pipeline.create(options);
    pipeline
        .apply(
            "Stage",
            new ExpandStage<>(stage.type(), stageRun)
                .setResourceHints(Accelerator.of(options).hints(stage.type().place())))
        .apply("WriteOutcome", WriteOutcome.of(stageRun.attempt()));
    return pipeline;
  }

  private static SortedMap<String, String> kinds(SortedMap<String, Artifact> inputs) {
    SortedMap<String, String> kinds = new TreeMap<>();
    inputs.forEach((port, artifact) -> kinds.put(port, artifact.manifest().kind()));
    return kinds;
  }

  private static <C extends Record> Manifest manifest(
      PlannedStage<C> stage,
      SortedMap<String, String> inputs,
      Outcome outcome,
      SortedMap<String, Double> metrics,
      RunInfo info) {
    SortedMap<String, String> schemas = new TreeMap<>();
    for (Schema schema : stage.type().schemas(stage.config().value(), inputs)) {
      byte[] json = schema.toString().getBytes(StandardCharsets.UTF_8);
      var digest = Checksum.sha256();
      digest.update(json);
      schemas.put(schema.getName(), Checksum.format(digest));
    }
    return new Manifest(
        Manifest.FORMAT,
        stage.type().kind(stage.config().value(), inputs),
        stage.fingerprint(),
        stage.derivation(),
        schemas,
        outcome.shards(),
        metrics,
        info);
  }
}
