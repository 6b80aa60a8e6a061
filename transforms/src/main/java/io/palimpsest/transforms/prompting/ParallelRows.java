package io.palimpsest.transforms.prompting;

import io.palimpsest.model.prompt.PromptTask;
import io.palimpsest.transforms.corpus.TextLines;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Rows of two files whose lines correspond.
 *
 * @param task whose prompt and answer they are
 */
record ParallelRows(PromptTask task) implements RowReader {
  /** The fields, which files are named by: the prompt's, then the answer's. */
  static List<String> fields(PromptTask task) {
    List<String> fields = new ArrayList<>(task.template().fields());
    fields.addAll(task.answers());
    return fields;
  }

  @Override
  public void read(PromptSource source, Consumer<PromptRow> sink) throws IOException {
    try (TextLines prompts = TextLines.open(source.paths().get(0));
        TextLines answers = TextLines.open(source.paths().get(1))) {
      Optional<String> prompt = prompts.next();
      Optional<String> answer = answers.next();
      while (prompt.isPresent() && answer.isPresent()) {
        sink.accept(new PromptRow(prompts.number() - 1, row(prompt.get(), answer.get())));
        prompt = prompts.next();
        answer = answers.next();
      }
      if (prompt.isPresent() || answer.isPresent()) {
        throw (prompt.isPresent() ? prompts : answers)
            .problem(
                "the line has no counterpart in %s"
                    .formatted(source.paths().get(prompt.isPresent() ? 1 : 0)));
      }
    }
  }

  private Map<String, String> row(String prompt, String answer) {
    List<String> names = fields(task);
    Map<String, String> row = new HashMap<>();
    row.put(names.get(0), prompt);
    row.put(names.get(1), answer);
    return row;
  }
}
