package io.palimpsest.pipelines.workflow;

import io.palimpsest.pipelines.stage.Port;
import io.palimpsest.schemas.InvalidInputException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Brings stages into an order in which each comes after its inputs, and checks their kinds. */
final class Topology {
  private final Map<String, StageSpec<?>> stages = new LinkedHashMap<>();
  private final List<StageSpec<?>> sorted = new ArrayList<>();
  private final Map<String, String> kinds = new HashMap<>();
  private final List<String> path = new ArrayList<>();

  Topology(List<StageSpec<?>> stages) {
    stages.forEach(stage -> this.stages.put(stage.name(), stage));
  }

  /**
   * The stages, inputs first, otherwise in the given order.
   *
   * @throws InvalidInputException for a cycle, or an input of the wrong kind
   */
  List<StageSpec<?>> sorted() {
    stages.values().forEach(this::visit);
    return sorted;
  }

  private void visit(StageSpec<?> stage) {
    if (sorted.contains(stage)) {
      return;
    }
    if (path.contains(stage.name())) {
      List<String> cycle = new ArrayList<>(path.subList(path.indexOf(stage.name()), path.size()));
      cycle.add(stage.name());
      throw new InvalidInputException(
          "%sa cycle: %s; a stage cannot come before itself"
              .formatted(stage.place().of("from"), String.join(" ← ", cycle)));
    }
    path.add(stage.name());
    for (String input : stage.inputs().values()) {
      visit(stages.get(input));
    }
    path.remove(path.size() - 1);
    stage.inputs().forEach((port, input) -> requireKind(stage, port, stages.get(input)));
    kinds.put(stage.name(), stage.kind(kinds));
    sorted.add(stage);
  }

  private void requireKind(StageSpec<?> stage, String name, StageSpec<?> input) {
    for (Port port : stage.type().ports()) {
      boolean here = port.arity() == Port.Arity.MANY || port.name().equals(name);
      if (here && !port.takes(kinds.get(input.name()))) {
        throw new InvalidInputException(
            "%sinput '%s' takes %s, but stage '%s' makes %s"
                .formatted(
                    stage.place().of("from"),
                    name,
                    String.join(" or ", port.kinds()),
                    input.name(),
                    kinds.get(input.name())));
      }
    }
  }
}
