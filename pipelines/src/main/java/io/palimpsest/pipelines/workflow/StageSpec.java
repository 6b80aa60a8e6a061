package io.palimpsest.pipelines.workflow;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palimpsest.pipelines.config.Config;
import io.palimpsest.pipelines.stage.StageType;
import java.util.SortedMap;

/**
 * A stage as a workflow file declares it.
 *
 * @param name in the workflow
 * @param type of the stage
 * @param inputs stage names by port; a port for many has its names as keys and values
 * @param given the configuration's keys, without defaults
 * @param place where each key stands, for messages
 */
public record StageSpec(
    String name,
    StageType<?> type,
    SortedMap<String, String> inputs,
    ObjectNode given,
    Config.Place place) {}
