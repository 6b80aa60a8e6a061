package io.palimpsest.model.prompt;

import io.palimpsest.schemas.record.PromptExample;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Makes answers wrong on purpose, so that a search for mislabelled examples can be measured.
 *
 * @param share of the examples of classification tasks, 0 to 1; their number is rounded
 * @param order decides which, and which wrong answer
 */
record LabelFlips(double share, SeededOrder order) {
  private static final String PURPOSE = "flip";

  static LabelFlips of(PromptConfig config) {
    return new LabelFlips(config.flip(), new SeededOrder(config.seed(), PURPOSE));
  }

  /** The examples in their order, the chosen ones with a wrong answer. */
  List<PromptExample> apply(List<PromptExample> examples) {
    List<String> labelled =
        examples.stream()
            .filter(example -> PromptTasks.named(example.getTask()).isClassification())
            .map(PromptExample::getId)
            .sorted(Comparator.comparing(order::place))
            .toList();
    Set<String> chosen = Set.copyOf(labelled.subList(0, (int) Math.round(share * labelled.size())));
    return examples.stream()
        .map(example -> chosen.contains(example.getId()) ? flipped(example) : example)
        .toList();
  }

  private PromptExample flipped(PromptExample example) {
    List<String> wrong =
        PromptTasks.named(example.getTask()).choices().stream()
            .filter(answer -> !answer.equals(example.getAnswer()))
            .toList();
    int which = Math.floorMod(order.place(example.getId()).hashCode(), wrong.size());
    return PromptExample.newBuilder(example).setAnswer(wrong.get(which)).setFlipped(true).build();
  }
}
