package io.palimpsest.model.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TaskScoresTest {
  @Test
  void aTaskWithoutSubsetsHasOneFigureAMetric() {
    TaskScores scores = new TaskScores(Tasks.named("mrpc"));
    scores.add("dev.tsv@0", 1, 1);
    scores.add("dev.tsv@1", 1, 0);
    assertThat(scores.figures(".x"))
        .containsExactlyInAnyOrderEntriesOf(Map.of("mrpc.accuracy.x", 0.5, "mrpc.f1.x", 2.0 / 3));
  }

  @Test
  void subsetsWeighTheSameInTheMean() {
    TaskScores scores = new TaskScores(Tasks.named("mnli"));
    scores.add("dev_matched.tsv@0", 2, 2);
    scores.add("dev_matched.tsv@1", 1, 2);
    scores.add("dev_matched.tsv@2", 1, 1);
    scores.add("dev_matched.tsv@3", 0, 1);
    scores.add("dev_mismatched.tsv@0", 0, 0);
    assertThat(scores.figures(""))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "mnli.matched.accuracy",
                0.5,
                "mnli.mismatched.accuracy",
                1.0,
                "mnli.accuracy",
                0.75));
  }

  @Test
  void withoutExamplesThereIsNoFigure() {
    assertThat(new TaskScores(Tasks.named("rte")).figures("")).isEmpty();
  }
}
