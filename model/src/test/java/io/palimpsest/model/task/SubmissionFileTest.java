package io.palimpsest.model.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palimpsest.schemas.InvalidInputException;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SubmissionFileTest {
  @Test
  void filesBearTheNamesThatTheServerWants() {
    Map<String, Map<String, String>> names =
        Tasks.all().stream().collect(Collectors.toMap(Task::name, Task::submissions));
    assertThat(names)
        .containsEntry("cola", Map.of("", "CoLA.tsv"))
        .containsEntry("sst-2", Map.of("", "SST-2.tsv"))
        .containsEntry("mrpc", Map.of("", "MRPC.tsv"))
        .containsEntry("sts-b", Map.of("", "STS-B.tsv"))
        .containsEntry("qqp", Map.of("", "QQP.tsv"))
        .containsEntry("mnli", Map.of("matched", "MNLI-m.tsv", "mismatched", "MNLI-mm.tsv"))
        .containsEntry("qnli", Map.of("", "QNLI.tsv"))
        .containsEntry("rte", Map.of("", "RTE.tsv"))
        .containsEntry("wnli", Map.of("", "WNLI.tsv"))
        .containsEntry("xnli", Map.of());
    assertThat(SubmissionFile.of(Tasks.named("mnli"), "mismatched").name())
        .isEqualTo("MNLI-mm.tsv");
  }

  @Test
  void labelsAreWrittenByNameAndNumbersWithThreeDecimals() throws IOException {
    assertThat(written("rte", "", 1, 0))
        .isEqualTo("index\tprediction\n0\tnot_entailment\n1\tentailment\n");
    assertThat(written("mnli", "matched", 2)).isEqualTo("index\tprediction\n0\tcontradiction\n");
    assertThat(written("sst-2", "", 1, 0)).isEqualTo("index\tprediction\n0\t1\n1\t0\n");
    assertThat(written("sts-b", "", 3.14159, 5))
        .isEqualTo("index\tprediction\n0\t3.142\n1\t5.000\n");
  }

  @Test
  void everyRowNeedsAPrediction() {
    TreeMap<Long, Double> gap = new TreeMap<>(Map.of(0L, 1.0, 2L, 1.0));
    SubmissionFile file = SubmissionFile.of(Tasks.named("rte"), "");
    assertThatThrownBy(() -> file.write(gap, new StringWriter()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "RTE.tsv has no prediction for row 1 of the test file; predict all of its rows");
  }

  @Test
  void whatIsNoPredictionIsRefused() {
    assertThatThrownBy(() -> written("rte", "", 2)).hasMessage("2.0 is no prediction of task rte");
    assertThatThrownBy(() -> written("rte", "", 0.5)).hasMessageContaining("0.5 is no prediction");
    assertThatThrownBy(() -> written("sts-b", "", Double.NaN)).hasMessageContaining("NaN");
  }

  @Test
  void aTaskWithoutSubmissionsSaysSo() {
    assertThatThrownBy(() -> SubmissionFile.of(Tasks.named("xnli"), "fr"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("but none at all: its test labels are public");
    assertThatThrownBy(() -> SubmissionFile.of(Tasks.named("mnli"), ""))
        .hasMessage("task mnli has no submission file for '' but for 'matched', 'mismatched'");
  }

  private static String written(String task, String subset, double... predictions)
      throws IOException {
    TreeMap<Long, Double> rows = new TreeMap<>();
    for (int i = 0; i < predictions.length; i++) {
      rows.put((long) i, predictions[i]);
    }
    StringWriter out = new StringWriter();
    SubmissionFile.of(Tasks.named(task), subset).write(rows, out);
    return out.toString();
  }
}
