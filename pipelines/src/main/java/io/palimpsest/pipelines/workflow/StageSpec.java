package io.palimpsest.pipelines.workflow;

import io.palimpsest.pipelines.config.Config;
import io.palimpsest.pipelines.stage.StageType;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A stage as a workflow file declares it.
 *
 * @param name in the workflow
 * @param type of the stage
 * @param config bound and validated
 * @param inputs stage names by port; a port for many has its names as keys and values
 * @param place where each key stands, for messages
 */
public record StageSpec<C extends Record>(
    String name,
    StageType<C> type,
    Config<C> config,
    SortedMap<String, String> inputs,
    Config.Place place) {
  /**
   * The kind of the artifact that it makes.
   *
   * @param kinds of the artifacts that the stages before it make, by name
   */
  String kind(Map<String, String> kinds) {
    SortedMap<String, String> byPort = new TreeMap<>();
    inputs.forEach((port, name) -> byPort.put(port, kinds.get(name)));
    return type.kind(config.value(), byPort);
  }
}
