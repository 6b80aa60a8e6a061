package io.palimpsest.pipelines.workflow;

import java.util.List;

/**
 * A DAG of stages.
 *
 * @param name names its runs
 * @param stages in topological order, otherwise in the file's order
 */
public record Workflow(String name, List<StageSpec<?>> stages) {
  public Workflow {
    stages = List.copyOf(stages);
  }
}
