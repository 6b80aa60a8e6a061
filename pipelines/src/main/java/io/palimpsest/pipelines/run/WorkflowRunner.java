package io.palimpsest.pipelines.run;

import io.palimpsest.pipelines.workflow.PlannedStage;
import io.palimpsest.pipelines.workflow.Planner;
import io.palimpsest.pipelines.workflow.Workflow;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.Secrets;
import io.palimpsest.schemas.artifact.Artifact;
import io.palimpsest.schemas.artifact.Shard;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * Runs a workflow's stages one after another, reusing those whose artifacts exist, and writes
 * {@code latest.json} however it ends.
 */
public final class WorkflowRunner {
  private final Workspace workspace;
  private final PipelineOptions options;
  private final BiConsumer<String, StageResult> listener;
  private final RunListener observer;
  private final String run = RunId.own();
  private final Path scratch;

  /**
   * @param listener told of each stage when it is done, by name
   */
  public WorkflowRunner(
      Workspace workspace, PipelineOptions options, BiConsumer<String, StageResult> listener) {
    this(workspace, options, listener, RunListener.NONE);
  }

  /**
   * @param listener told of each stage when it is done, by name
   * @param observer told of each stage when it starts and when it is done, with its artifacts
   */
  public WorkflowRunner(
      Workspace workspace,
      PipelineOptions options,
      BiConsumer<String, StageResult> listener,
      RunListener observer) {
    this.workspace = workspace;
    this.options = options;
    this.listener = listener;
    this.observer = observer;
    this.scratch = scratch(workspace, run);
  }

  /**
   * Runs the chosen stages.
   *
   * @throws InvalidInputException if the user must act
   * @throws io.palimpsest.schemas.PassingFaultException if another try may succeed
   * @throws StageFailedException otherwise
   */
  public RunResult run(Workflow workflow, RunRequest request) throws IOException {
    Set<String> chosen = request.chosen(workflow);
    Accelerator.of(options);
    Optional<Dataflow> dataflow = Dataflow.configure(options, workspace);
    workspace.requireWritable(run);
    workspace.sweep();
    ChecksumCache checksums = ChecksumCache.load(workspace.store().storage(), workspace.path());
    Function<String, Optional<Artifact>> latest = workspace.latest(workflow.name());
    // Closed in reverse: what was in the way is gone before the cache is saved.
    try (Closeable save = checksums::save;
        Closeable clear = () -> clear()) {
      List<PlannedStage<?>> plan = new Planner(workspace.store(), checksums, latest).plan(workflow);
      return new Execution(workflow, plan, chosen, request, checksums, latest, dataflow).execute();
    } catch (IOException e) {
      throw Failures.of(e);
    }
  }

  private void clear() throws IOException {
    workspace.leave(run);
    Trees.delete(scratch);
  }

  /** One run's state. */
  private final class Execution {
    private final Workflow workflow;
    private final List<PlannedStage<?>> plan;
    private final Set<String> chosen;
    private final RunRequest request;
    private final ChecksumCache checksums;
    private final Function<String, Optional<Artifact>> latest;
    private final Optional<Dataflow> dataflow;
    private final Instant started = Instant.now();
    private final Map<String, Artifact> artifacts = new LinkedHashMap<>();
    private final Map<String, StageResult> results = new LinkedHashMap<>();

    private Execution(
        Workflow workflow,
        List<PlannedStage<?>> plan,
        Set<String> chosen,
        RunRequest request,
        ChecksumCache checksums,
        Function<String, Optional<Artifact>> latest,
        Optional<Dataflow> dataflow) {
      this.workflow = workflow;
      this.plan = plan;
      this.chosen = chosen;
      this.request = request;
      this.checksums = checksums;
      this.latest = latest;
      this.dataflow = dataflow;
      plan.forEach(
          stage -> results.put(stage.name(), result(stage, StageResult.State.SKIPPED, 0, "")));
    }

    private RunResult execute() throws IOException {
      announce();
      for (PlannedStage<?> stage : plan) {
        long began = System.nanoTime();
        try {
          handle(stage);
        } catch (IOException | RuntimeException e) {
          RuntimeException failure = Failures.of(e);
          double seconds = (System.nanoTime() - began) / 1e9;
          done(stage, result(stage, StageResult.State.FAILED, seconds, failure.getMessage()));
          writeFailure(failure);
          throw failure;
        }
      }
      return write(RunResult.State.SUCCEEDED);
    }

    /** Says what this run will reuse, so that nobody who frees space takes it away meanwhile. */
    private void announce() throws IOException {
      for (PlannedStage<?> stage : plan) {
        stage.artifact().ifPresent(artifact -> artifacts.put(stage.name(), artifact));
      }
      Map<String, StageResult> planned = new LinkedHashMap<>();
      plan.forEach(
          stage -> planned.put(stage.name(), result(stage, StageResult.State.SKIPPED, 0, "")));
      artifacts.clear();
      record(new RunResult(workflow.name(), RunResult.State.RUNNING, planned));
    }

    private void record(RunResult result) throws IOException {
      RunRecord.write(workspace, result, started, run);
    }

    private void handle(PlannedStage<?> stage) throws IOException {
      boolean reuse = stage.artifact().isPresent() && !request.force().contains(stage.name());
      if (reuse) {
        requireSound(stage, stage.artifact().get());
        artifacts.put(stage.name(), stage.artifact().get());
        done(stage, result(stage, StageResult.State.REUSED, 0, ""));
      } else if (chosen.contains(stage.name())) {
        long began = System.nanoTime();
        artifacts.put(stage.name(), make(stage));
        double seconds = (System.nanoTime() - began) / 1e9;
        done(stage, result(stage, StageResult.State.EXECUTED, seconds, ""));
      }
    }

    private Artifact make(PlannedStage<?> stage) throws IOException {
      SortedMap<String, Artifact> inputs = new TreeMap<>();
      for (Map.Entry<String, String> input : stage.inputs().entrySet()) {
        Artifact artifact = artifacts.get(input.getValue());
        if (artifact == null) {
          throw new InvalidInputException(
              "stage '%s' needs the artifact of stage '%s', which does not exist yet; run that first"
                  .formatted(stage.name(), input.getValue()));
        }
        inputs.put(input.getKey(), artifact);
      }
      if (stage.artifact().isPresent()) {
        workspace.store().remove(stage.artifact().get());
      }
      options.setJobName("%s-%s".formatted(workflow.name(), stage.name()).toLowerCase(Locale.ROOT));
      observer.started(stage, inputs);
      EmbeddedFlink.configure(options, scratch);
      RemoteFlink.configure(options, scratch);
      dataflow.ifPresent(service -> service.configure(workflow.name(), stage));
      StageJob job = new StageJob(workspace.store(), options, workflow.name(), run);
      return job.execute(stage, inputs);
    }

    /** Refuses to build on damaged files; local ones that have not changed are not read again. */
    private void requireSound(PlannedStage<?> stage, Artifact artifact) throws IOException {
      for (Shard shard : artifact.manifest().shards()) {
        String path = artifact.path(shard);
        OptionalLong size = workspace.store().storage().size(path);
        if (size.isEmpty()
            || size.getAsLong() != shard.bytes()
            || (workspace.isLocal() && !checksums.of(path).equals(shard.checksum()))) {
          throw new InvalidInputException(
              "%s is %s; make it anew with --force %s"
                  .formatted(path, size.isEmpty() ? "missing" : "damaged", stage.name()));
        }
      }
    }

    private void done(PlannedStage<?> stage, StageResult result) {
      results.put(stage.name(), result);
      listener.accept(stage.name(), result);
      observer.ended(stage, result, Optional.ofNullable(artifacts.get(stage.name())));
    }

    /** A result that cannot be written must not hide why there is none. */
    private void writeFailure(RuntimeException failure) {
      try {
        write(RunResult.State.FAILED);
      } catch (IOException e) {
        failure.addSuppressed(e);
      }
    }

    private RunResult write(RunResult.State state) throws IOException {
      noteOthersWork();
      RunResult result = new RunResult(workflow.name(), state, results);
      result.write(workspace.store().storage(), workspace.path());
      record(result);
      return result;
    }

    /**
     * What other processes made meanwhile counts as there: an orchestrator runs a workflow's stages
     * in a process each, some of them at once, and the last of them has the last word.
     */
    private void noteOthersWork() throws IOException {
      for (PlannedStage<?> stage : plan) {
        if (results.get(stage.name()).state() == StageResult.State.SKIPPED) {
          Optional<Artifact> made =
              workspace.store().find(stage.type().name(), stage.fingerprint());
          if (made.isPresent()) {
            artifacts.put(stage.name(), made.get());
            results.put(stage.name(), result(stage, StageResult.State.REUSED, 0, ""));
          }
        }
      }
    }

    private StageResult result(
        PlannedStage<?> stage, StageResult.State state, double seconds, String error) {
      Optional<Artifact> artifact = Optional.ofNullable(artifacts.get(stage.name()));
      String last =
          artifact.or(() -> latest.apply(stage.name())).map(Artifact::directory).orElse("");
      return new StageResult(
          stage.type().name(),
          state,
          stage.fingerprint(),
          artifact.map(Artifact::directory).orElse(""),
          seconds,
          artifact.map(found -> found.manifest().metrics()).orElseGet(TreeMap::new),
          Secrets.redacted(error),
          last);
    }
  }

  /** A local directory for what the runner needs, gone after the run. */
  private static Path scratch(Workspace workspace, String run) {
    return workspace.isLocal()
        ? Path.of(workspace.path(), "attempts", run)
        : Path.of(System.getProperty("java.io.tmpdir"), "palimpsest-" + run);
  }
}
