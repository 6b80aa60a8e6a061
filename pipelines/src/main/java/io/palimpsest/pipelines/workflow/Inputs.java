package io.palimpsest.pipelines.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import io.palimpsest.pipelines.config.Nearest;
import io.palimpsest.pipelines.stage.Port;
import io.palimpsest.pipelines.stage.StageType;
import io.palimpsest.schemas.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Resolves a stage's {@code from}: a name, a list of names, or a map from port to name.
 *
 * @param stage whose inputs these are
 * @param type of it
 * @param stages the names of all stages
 * @param place for messages
 */
record Inputs(String stage, StageType<?> type, List<String> stages, String place) {
  SortedMap<String, String> of(JsonNode from) {
    SortedMap<String, String> inputs = new TreeMap<>();
    if (from != null && from.isObject()) {
      from.fields().forEachRemaining(each -> put(inputs, each.getKey(), name(each.getValue())));
    } else if (from != null && from.isArray()) {
      positional(inputs, names(from));
    } else if (from != null) {
      positional(inputs, List.of(name(from)));
    }
    requireAll(inputs);
    return inputs;
  }

  private void positional(SortedMap<String, String> inputs, List<String> names) {
    List<Port> ports = type.ports();
    if (!ports.isEmpty() && ports.get(0).arity() == Port.Arity.MANY) {
      names.forEach(name -> inputs.put(name, name));
      return;
    }
    if (names.size() > ports.size()) {
      throw new InvalidInputException(
          "%sstage '%s' has %d inputs, a %s takes %d"
              .formatted(place, stage, names.size(), type.name(), ports.size()));
    }
    for (int i = 0; i < names.size(); i++) {
      inputs.put(ports.get(i).name(), names.get(i));
    }
  }

  private void put(SortedMap<String, String> inputs, String port, String name) {
    List<String> ports = type.ports().stream().map(Port::name).toList();
    if (!ports.contains(port)) {
      throw new InvalidInputException(
          "%sstage '%s': a %s has no input '%s'%s"
              .formatted(place, stage, type.name(), port, Nearest.hint(port, ports)));
    }
    inputs.put(port, name);
  }

  private List<String> names(JsonNode list) {
    List<String> names = new ArrayList<>();
    list.forEach(each -> names.add(name(each)));
    return names;
  }

  private String name(JsonNode node) {
    if (!node.isTextual() || !stages.contains(node.asText())) {
      throw new InvalidInputException(
          "%sstage '%s' takes from '%s', which is no stage%s"
              .formatted(place, stage, node.asText(), Nearest.hint(node.asText(), stages)));
    }
    return node.asText();
  }

  private void requireAll(SortedMap<String, String> inputs) {
    for (Port port : type.ports()) {
      boolean missing =
          switch (port.arity()) {
            case ONE -> !inputs.containsKey(port.name());
            case OPTIONAL -> false;
            case MANY -> inputs.isEmpty();
          };
      if (missing) {
        throw new InvalidInputException(
            "%sstage '%s' lacks its input '%s': add from with a stage that makes %s"
                .formatted(
                    place,
                    stage,
                    port.name(),
                    port.kinds().isEmpty() ? "anything" : String.join(" or ", port.kinds())));
      }
    }
  }
}
