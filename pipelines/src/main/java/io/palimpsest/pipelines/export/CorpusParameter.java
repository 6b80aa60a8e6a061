package io.palimpsest.pipelines.export;

import io.palimpsest.pipelines.workflow.StageSpec;
import io.palimpsest.pipelines.workflow.Workflow;
import java.util.List;

/**
 * A parameter of exported workflows that names the files of a corpus.
 *
 * @param parameter {@code corpus}, or {@code corpus-STAGE} where a workflow reads several
 * @param key that it overrides, {@code STAGE.input}
 * @param input what the workflow itself reads
 */
record CorpusParameter(String parameter, String key, String input) {
  /** Those of a workflow, in the order of its stages. */
  static List<CorpusParameter> of(Workflow workflow) {
    List<StageSpec<?>> stages =
        workflow.stages().stream().filter(stage -> stage.type().name().equals("corpus")).toList();
    return stages.stream().map(stage -> of(stage, stages.size() == 1)).toList();
  }

  /** Overrides without those that are such a parameter's default: a run's parameter comes first. */
  static List<String> without(List<CorpusParameter> corpora, List<String> sets) {
    return sets.stream()
        .filter(set -> corpora.stream().noneMatch(corpus -> set.startsWith(corpus.key() + "=")))
        .toList();
  }

  private static CorpusParameter of(StageSpec<?> stage, boolean alone) {
    return new CorpusParameter(
        alone ? "corpus" : "corpus-" + stage.name(),
        stage.name() + ".input",
        String.valueOf(stage.config().get("input")));
  }
}
