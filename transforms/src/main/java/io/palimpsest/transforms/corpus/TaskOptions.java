package io.palimpsest.transforms.corpus;

import io.palimpsest.model.task.Task;
import io.palimpsest.schemas.InvalidInputException;
import java.io.Serializable;
import java.util.List;

/**
 * What to make of a task's official files.
 *
 * @param task the task
 * @param trainSplit which examples are trained on
 * @param languages of the examples that are trained on; none for all
 * @param limit how many first rows of each file, or of each language in it, are trained on; 0 for
 *     all
 * @param maxDocumentBytes longer rows are rejected
 * @param validation fraction of the development rows in the validation split if they are trained
 *     on, by hash of the row's number, so that a row of every language is on one side
 */
public record TaskOptions(
    Task task,
    TrainSplit trainSplit,
    List<String> languages,
    long limit,
    int maxDocumentBytes,
    double validation)
    implements Serializable {
  public TaskOptions {
    languages = List.copyOf(languages);
    if (!languages.isEmpty() && !task.isByLanguage()) {
      throw new InvalidInputException(
          "languages is %s, but task %s has one language; leave languages out"
              .formatted(languages, task.name()));
    }
    for (String language : languages) {
      if (!task.subsets().contains(language)) {
        throw new InvalidInputException(
            "languages has '%s'; task %s has %s"
                .formatted(language, task.name(), String.join(", ", task.subsets())));
      }
    }
  }

  /** Whether examples of a language are trained on. */
  boolean trainsOn(String language) {
    return languages.isEmpty() || languages.contains(language);
  }

  /** Whether a row is within the limit of training rows. */
  boolean trainsOn(long row) {
    return limit == 0 || row < limit;
  }
}
