package io.palimpsest.model.task;

import java.io.Serializable;

/**
 * Where a file's rows have what counts: columns by their names in the first line, or, if no line
 * names them, all by their numbers from {@code #1} on. Empty for a column that the file lacks.
 *
 * @param text the first sentence
 * @param pair the second sentence
 * @param label the class or the number
 * @param language the language's code, in files of several languages
 */
public record TaskColumns(String text, String pair, String label, String language)
    implements Serializable {
  static TaskColumns single(String text, String label) {
    return new TaskColumns(text, "", label, "");
  }

  static TaskColumns pair(String text, String pair, String label) {
    return new TaskColumns(text, pair, label, "");
  }

  /** The same columns without labels, as the files of unlabelled test examples have them. */
  TaskColumns unlabelled() {
    return new TaskColumns(text, pair, "", language);
  }
}
