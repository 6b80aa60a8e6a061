package io.palimpsest.model.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palimpsest.model.metric.Metric;
import io.palimpsest.schemas.InvalidInputException;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskTest {
  @Test
  void allTasksOfGlueAndXnliAreThere() {
    assertThat(Tasks.all())
        .extracting(Task::name)
        .containsExactly(
            "cola", "sst-2", "mrpc", "sts-b", "qqp", "mnli", "qnli", "rte", "wnli", "xnli");
    assertThat(Tasks.all())
        .filteredOn(task -> task.sentences() == 1)
        .extracting(Task::name)
        .containsExactly("cola", "sst-2");
    assertThat(Tasks.all()).filteredOn(Task::isRegression).hasSize(1);
  }

  @Test
  void anUnknownTaskIsRefusedWithThoseThatThereAre() {
    assertThatThrownBy(() -> Tasks.named("sst2"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "task is 'sst2'; give one of cola, sst-2, mrpc, sts-b, qqp, mnli, qnli, rte, wnli,"
                + " xnli");
  }

  @Test
  void labelsHaveTheirOfficialOrder() {
    assertThat(Tasks.named("rte").labels()).containsExactly("entailment", "not_entailment");
    assertThat(Tasks.named("mnli").target("contradiction", "train.tsv@0")).isEqualTo(2);
    assertThat(Tasks.named("xnli").canonical("contradictory", "multinli.train.fr.tsv@0"))
        .isEqualTo("contradiction");
    assertThat(Tasks.named("sts-b").target("3.800", "dev.tsv@0")).isEqualTo(3.8);
  }

  @Test
  void aForeignLabelIsRefusedWithValuePlaceAndLabels() {
    refused(
        "rte", "contradiction", "label 'contradiction' of dev.tsv@3 is none of task rte, which");
    refused("rte", "contradiction", "are entailment, not_entailment;");
    refused("mnli", "contradictory", "are entailment, neutral, contradiction;");
    refused(
        "sts-b", "5.1", "label '5.1' of dev.tsv@3 is none of task sts-b, which are 0.0 to 5.0;");
    refused("sts-b", "NaN", "label 'NaN'");
    refused("sts-b", "high", "label 'high'");
  }

  @Test
  void anIdTellsSubsetAndRow() {
    Task mnli = Tasks.named("mnli");
    assertThat(mnli.subset("dev_matched.tsv@12")).contains("matched");
    assertThat(mnli.subset("test_mismatched.tsv@0")).contains("mismatched");
    assertThat(mnli.subset("train.tsv@5")).isEmpty();
    assertThat(mnli.row("dev_matched.tsv@12")).isEqualTo(12);
    Task xnli = Tasks.named("xnli");
    assertThat(xnli.subset("dev-zh.tsv@7")).contains("zh");
    assertThat(xnli.subset("multinli.train.fr.tsv@7")).contains("fr");
    assertThat(xnli.subset("xnli.test.tsv/sw@9")).contains("sw");
    assertThat(xnli.row("xnli.test.tsv/sw@9")).isEqualTo(9);
    assertThat(Tasks.named("cola").subset("dev.tsv@1")).isEmpty();
  }

  @Test
  void anIdOfAnotherTaskIsRefused() {
    assertThatThrownBy(() -> Tasks.named("mnli").subset("dev.tsv@1"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(
            "'dev.tsv@1' is no example of task mnli, whose files are [train.tsv,");
    assertThatThrownBy(() -> Tasks.named("mnli").row("dev.tsv"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("'dev.tsv' is no example of a task, such as 'dev.tsv@12'");
  }

  @Test
  void idsSurviveBeingWrittenAndRead() {
    for (String id : List.of("dev.tsv@0", "xnli.dev.tsv/fr@2489")) {
      assertThat(ExampleId.parse(id)).hasToString(id);
    }
  }

  @Test
  void thePrimaryMetricIsThatOfTheLiterature() {
    assertThat(Tasks.named("cola").primary()).isEqualTo(Metric.MATTHEWS);
    assertThat(Tasks.named("mrpc").primary()).isEqualTo(Metric.F1);
    assertThat(Tasks.named("sts-b").primary()).isEqualTo(Metric.SPEARMAN);
    assertThat(Tasks.named("qqp").metrics()).containsExactly(Metric.F1, Metric.ACCURACY);
  }

  @Test
  void aTaskWithoutLabelsOrRangeIsRefused() {
    Task rte = Tasks.named("rte");
    assertThatThrownBy(
            () ->
                new Task(
                    "x",
                    1,
                    List.of(),
                    rte.aliases(),
                    null,
                    rte.metrics(),
                    rte.primary(),
                    List.of(),
                    rte.files(),
                    rte.submissions()))
        .hasMessage("x must have either labels or a range");
  }

  private static void refused(String task, String label, String message) {
    assertThatThrownBy(() -> Tasks.named(task).canonical(label, "dev.tsv@3"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }
}
