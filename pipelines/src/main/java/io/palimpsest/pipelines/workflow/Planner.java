package io.palimpsest.pipelines.workflow;

import io.palimpsest.pipelines.config.Config;
import io.palimpsest.pipelines.stage.Port;
import io.palimpsest.pipelines.stage.SourceChecksums;
import io.palimpsest.pipelines.stage.StageType;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.artifact.Artifact;
import io.palimpsest.schemas.artifact.ArtifactStore;
import io.palimpsest.schemas.artifact.Derivation;
import java.io.IOException;
import java.util.Comparator;
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
    SortedMap<String, String> names = names(stage, before);
    SortedMap<String, String> inputs = new TreeMap<>();
    names.forEach((key, name) -> inputs.put(key, identity(before.get(name))));
    Derivation derivation = derivation(stage, inputs);
    String fingerprint = derivation.fingerprint();
    Optional<Artifact> artifact = store.find(stage.type().name(), fingerprint);
    String reason =
        artifact.isPresent()
            ? "its artifact exists"
            : Reason.of(latest.apply(stage.name()), derivation, names);
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

  /**
   * Stage names by what the derivation calls their artifacts: the port, numbered by fingerprint
   * where a port takes many, so that neither names nor their order take part in the fingerprint.
   */
  private static SortedMap<String, String> names(
      StageSpec<?> stage, Map<String, PlannedStage<?>> before) {
    List<Port> ports = stage.type().ports();
    if (ports.isEmpty() || ports.get(0).arity() != Port.Arity.MANY) {
      return stage.inputs();
    }
    List<String> byFingerprint =
        stage.inputs().values().stream()
            .sorted(Comparator.comparing(name -> identity(before.get(name))))
            .toList();
    SortedMap<String, String> names = new TreeMap<>();
    for (String name : byFingerprint) {
      String number = names.isEmpty() ? "" : "-" + (names.size() + 1);
      names.put(ports.get(0).name() + number, name);
    }
    return names;
  }

  private static String identity(PlannedStage<?> stage) {
    return stage.type().name() + "/" + stage.fingerprint();
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
