package io.palimpsest.pipelines.workflow;

import io.palimpsest.pipelines.config.Config;
import io.palimpsest.pipelines.stage.SourceChecksums;
import io.palimpsest.pipelines.stage.StageType;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.artifact.Artifact;
import io.palimpsest.schemas.artifact.ArtifactStore;
import io.palimpsest.schemas.artifact.Derivation;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Finds each stage's fingerprint and whether its artifact exists, without running anything. */
public final class Planner {
  private final ArtifactStore store;
  private final SourceChecksums checksums;
  private final Function<String, Optional<Artifact>> latest;

  /**
   * @param latest the artifact that a stage of that name made or reused last
   */
  public Planner(
      ArtifactStore store, SourceChecksums checksums, Function<String, Optional<Artifact>> latest) {
    this.store = store;
    this.checksums = checksums;
    this.latest = latest;
  }

  /** The stages in the order in which they run. */
  public List<PlannedStage<?>> plan(Workflow workflow) throws IOException {
    Map<String, PlannedStage<?>> planned = new LinkedHashMap<>();
    for (StageSpec<?> stage : workflow.stages()) {
      planned.put(stage.name(), plan(stage, planned));
    }
    return List.copyOf(planned.values());
  }

  private <C extends Record> PlannedStage<C> plan(
      StageSpec<C> stage, Map<String, PlannedStage<?>> before) throws IOException {
    SortedMap<String, String> inputs = new TreeMap<>();
    stage
        .inputs()
        .forEach(
            (port, name) -> {
              PlannedStage<?> input = before.get(name);
              inputs.put(port, input.type().name() + "/" + input.fingerprint());
            });
    Derivation derivation = derivation(stage, inputs);
    String fingerprint = derivation.fingerprint();
    Optional<Artifact> artifact = store.find(stage.type().name(), fingerprint);
    String reason =
        artifact.isPresent()
            ? "its artifact exists"
            : Reason.of(latest.apply(stage.name()), derivation, stage.inputs());
    return new PlannedStage<>(
        stage.name(),
        stage.type(),
        stage.config(),
        stage.inputs(),
        derivation,
        fingerprint,
        artifact,
        reason);
  }

  private <C extends Record> Derivation derivation(
      StageSpec<C> stage, SortedMap<String, String> inputs) throws IOException {
    StageType<C> type = stage.type();
    Config<C> config = stage.config();
    try {
      return new Derivation(
          type.name(),
          type.version(),
          config.data(),
          inputs,
          type.sources(config.value(), checksums),
          type.digests(config.value()));
    } catch (InvalidInputException e) {
      throw new InvalidInputException(stage.place().of("") + e.getMessage(), e);
    }
  }
}
