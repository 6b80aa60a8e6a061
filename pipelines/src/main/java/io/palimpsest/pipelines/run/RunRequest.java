package io.palimpsest.pipelines.run;

import io.palimpsest.pipelines.config.Nearest;
import io.palimpsest.pipelines.workflow.StageSpec;
import io.palimpsest.pipelines.workflow.Workflow;
import io.palimpsest.schemas.InvalidInputException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which stages of a workflow to run.
 *
 * @param stages these alone, all if empty
 * @param from this and what depends on it
 * @param to this and what it depends on
 * @param force to be made anew although their artifacts exist
 */
public record RunRequest(
    List<String> stages, Optional<String> from, Optional<String> to, List<String> force) {

  /** The chosen stages' names, in the order in which they run. */
  Set<String> chosen(Workflow workflow) {
    List<String> names = workflow.stages().stream().map(StageSpec::name).toList();
    stages.forEach(name -> requireKnown(name, names));
    from.ifPresent(name -> requireKnown(name, names));
    to.ifPresent(name -> requireKnown(name, names));
    force.forEach(name -> requireKnown(name, names));
    Set<String> chosen = new LinkedHashSet<>(stages.isEmpty() ? names : stages);
    from.ifPresent(name -> chosen.retainAll(downstream(workflow, name)));
    to.ifPresent(name -> chosen.retainAll(upstream(workflow, name)));
    return chosen;
  }

  private static Set<String> downstream(Workflow workflow, String name) {
    Set<String> found = new LinkedHashSet<>(Set.of(name));
    for (StageSpec stage : workflow.stages()) {
      if (stage.inputs().values().stream().anyMatch(found::contains)) {
        found.add(stage.name());
      }
    }
    return found;
  }

  private static Set<String> upstream(Workflow workflow, String name) {
    Set<String> found = new LinkedHashSet<>(Set.of(name));
    for (int i = workflow.stages().size() - 1; i >= 0; i--) {
      StageSpec stage = workflow.stages().get(i);
      if (found.contains(stage.name())) {
        found.addAll(stage.inputs().values());
      }
    }
    return found;
  }

  private static void requireKnown(String name, List<String> names) {
    if (!names.contains(name)) {
      throw new InvalidInputException("no stage '%s'%s".formatted(name, Nearest.hint(name, names)));
    }
  }
}
