package io.palimpsest.pipelines.lineage;

import io.openlineage.client.OpenLineage.RunEvent;
import io.openlineage.client.OpenLineage.RunEvent.EventType;
import io.palimpsest.pipelines.run.RunListener;
import io.palimpsest.pipelines.run.StageResult;
import io.palimpsest.pipelines.workflow.PlannedStage;
import io.palimpsest.schemas.artifact.Artifact;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * Tells a listener what a run does: START and COMPLETE, FAIL or, if the process is told to end,
 * ABORT, of the workflow and of each stage that makes its artifact. Of a stage that is reused there
 * is no event: nothing ran and nothing was written, and the stages behind it name the same dataset.
 *
 * <p>The run neither fails nor waits for it, but at its end, a few seconds at most. What did not
 * arrive is said once.
 */
public final class Lineage implements RunListener, AutoCloseable {
  /** {@code OPENLINEAGE_NAMESPACE}, where it is not set. */
  static final String NAMESPACE = "palimpsest";

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final RunEvents events;
  private final Delivery delivery;
  private final Consumer<String> console;
  private final Thread abort = new Thread(this::abort, "lineage-abort");
  private Optional<Running> running = Optional.empty();
  private Optional<String> error = Optional.of("the run ended before its stages were done");
  private boolean over;

  private record Running(PlannedStage<?> stage, SortedMap<String, Artifact> inputs) {}

  private Lineage(RunEvents events, Delivery delivery, Consumer<String> console) {
    this.events = events;
    this.delivery = delivery;
    this.console = console;
  }

  /**
   * Begins to tell of a run.
   *
   * @param target {@code file:PATH} or an HTTP address
   * @param environment of which {@code OPENLINEAGE_NAMESPACE}, {@code OPENLINEAGE_API_KEY} and
   *     {@code OPENLINEAGE_PARENT_ID} count
   * @param console takes a warning
   * @throws io.palimpsest.schemas.InvalidInputException if {@code target} is neither
   */
  public static Lineage begin(
      String target,
      String workflow,
      PipelineOptions options,
      Map<String, String> environment,
      Consumer<String> console) {
    Delivery delivery =
        new Delivery(Target.parse(target, environment.getOrDefault("OPENLINEAGE_API_KEY", "")));
    RunEvents events =
        new RunEvents(
            environment.getOrDefault("OPENLINEAGE_NAMESPACE", NAMESPACE),
            workflow,
            Job.parse(environment.getOrDefault("OPENLINEAGE_PARENT_ID", "")),
            options);
    Lineage lineage = new Lineage(events, delivery, console);
    lineage.send(() -> events.ofWorkflow(EventType.START, Optional.empty()));
    Runtime.getRuntime().addShutdownHook(lineage.abort);
    return lineage;
  }

  @Override
  public synchronized void started(PlannedStage<?> stage, SortedMap<String, Artifact> inputs) {
    running = Optional.of(new Running(stage, inputs));
    send(() -> events.ofStage(EventType.START, stage, inputs, Optional.empty(), Optional.empty()));
  }

  @Override
  public synchronized void ended(
      PlannedStage<?> stage, StageResult result, Optional<Artifact> artifact) {
    SortedMap<String, Artifact> inputs =
        running.map(Running::inputs).orElseGet(Collections::emptySortedMap);
    running = Optional.empty();
    if (result.state() == StageResult.State.EXECUTED) {
      send(() -> events.ofStage(EventType.COMPLETE, stage, inputs, artifact, Optional.empty()));
    } else if (result.state() == StageResult.State.FAILED) {
      error = Optional.of("stage '%s': %s".formatted(stage.name(), result.error()));
      Optional<String> why = Optional.of(String.valueOf(result.error()));
      send(() -> events.ofStage(EventType.FAIL, stage, inputs, Optional.empty(), why));
    }
  }

  /** The run has done all that it was asked to. */
  public synchronized void succeeded() {
    error = Optional.empty();
  }

  /** Ends the workflow's run and waits a little for what is still on its way. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(abort);
    } catch (IllegalStateException e) {
      // The process ends already: the hook has the word.
      return;
    }
    synchronized (this) {
      send(() -> events.ofWorkflow(error.isEmpty() ? EventType.COMPLETE : EventType.FAIL, error));
      over = true;
    }
    delivery.close(PATIENCE).ifPresent(console);
  }

  /** The process is told to end, by a person or by an orchestrator. */
  void abort() {
    synchronized (this) {
      running.ifPresent(
          stage ->
              send(
                  () ->
                      events.ofStage(
                          EventType.ABORT,
                          stage.stage(),
                          stage.inputs(),
                          Optional.empty(),
                          Optional.empty())));
      send(() -> events.ofWorkflow(EventType.ABORT, Optional.empty()));
      over = true;
    }
    delivery.close(PATIENCE).ifPresent(console);
  }

  private void send(Supplier<RunEvent> event) {
    if (over) {
      return;
    }
    try {
      delivery.send(event.get());
    } catch (RuntimeException e) {
      delivery.lost(e);
    }
  }
}
