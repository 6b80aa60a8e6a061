package io.palimpsest.pipelines.workflow;

import io.palimpsest.pipelines.config.Config;
import io.palimpsest.pipelines.stage.StageType;
import io.palimpsest.schemas.artifact.Artifact;
import io.palimpsest.schemas.artifact.Derivation;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A stage with everything decided but its artifact's bytes.
 *
 * @param name in the workflow
 * @param type of the stage
 * @param config bound and validated
 * @param inputs stage names by port
 * @param derivation of its artifact
 * @param fingerprint of the derivation
 * @param artifact the artifact, if it exists already
 * @param reason why it is reused or runs
 */
public record PlannedStage<C extends Record>(
    String name,
    StageType<C> type,
    Config<C> config,
    SortedMap<String, String> inputs,
    Derivation derivation,
    String fingerprint,
    Optional<Artifact> artifact,
    String reason) {}
