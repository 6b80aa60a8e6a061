package io.palimpsest.model.scoring;

import io.palimpsest.model.task.SubmissionFile;
import io.palimpsest.model.task.Task;
import io.palimpsest.schemas.artifact.Storage;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;

/**
 * One network's predictions of a task's test examples as {@link SubmissionFile}s, one for each
 * subset; none for a task whose test labels are public.
 *
 * @param column of the network
 */
record Submission(Task task, int column) {

  void write(PredictionTable test, Storage storage, String output) throws IOException {
    if (task.submissions().isEmpty()) {
      return;
    }
    for (Map.Entry<String, SortedMap<Long, Double>> subset : test.bySubset(column).entrySet()) {
      SubmissionFile file = SubmissionFile.of(task, subset.getKey());
      String path = "%s/%s/%s".formatted(output, TaskEvaluation.SUBMISSION, file.name());
      try (Writer out =
          new BufferedWriter(
              new OutputStreamWriter(storage.create(path), StandardCharsets.UTF_8))) {
        file.write(subset.getValue(), out);
      }
    }
  }
}
