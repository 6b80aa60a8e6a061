package io.palimpsest.model.task;

import java.io.Serializable;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An official file of a task: tab-separated, unquoted.
 *
 * @param name its name, in which {@value #LANGUAGE} stands for a language's code
 * @param part which part of the task its rows belong to
 * @param subset of the task that its rows are, empty for none; rows of languages are the subset of
 *     their language
 * @param columns where its rows have what
 */
public record TaskFile(String name, Part part, String subset, TaskColumns columns)
    implements Serializable {
  /** Stands for a language's code in a file's name. */
  public static final String LANGUAGE = "{language}";

  /** What rows are for. */
  public enum Part {
    TRAIN,
    DEV,
    TEST
  }

  /** Whether a file of that name is this one. */
  public boolean matches(String fileName) {
    return matcher(fileName).matches();
  }

  /** The language that a file's name says. */
  public Optional<String> language(String fileName) {
    Matcher matcher = matcher(fileName);
    return isByLanguage() && matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** Whether there is a file for each language. */
  public boolean isByLanguage() {
    return name.contains(LANGUAGE);
  }

  private Matcher matcher(String fileName) {
    String pattern = Pattern.quote(name).replace(LANGUAGE, "\\E([a-z]{2,3})\\Q");
    return Pattern.compile(pattern).matcher(fileName);
  }
}
