package io.palimpsest.model.task;

import io.palimpsest.schemas.InvalidInputException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The id of an example of a task: {@code dev_matched.tsv@12}, and from files of several languages
 * {@code xnli.dev.tsv/fr@12}.
 *
 * @param file the official file's name
 * @param language of the row, in files of several
 * @param row its place among the file's rows, of its language if there are several; the first below
 *     the names of the columns is 0
 */
public record ExampleId(String file, Optional<String> language, long row) {
  private static final Pattern FORM = Pattern.compile("([^/@]+)(?:/([^/@]+))?@([0-9]{1,18})");

  /**
   * Parses an id.
   *
   * @throws InvalidInputException if it is none
   */
  public static ExampleId parse(String id) {
    Matcher matcher = FORM.matcher(id);
    if (!matcher.matches()) {
      throw new InvalidInputException(
          "'%s' is no example of a task, such as 'dev.tsv@12'; make the examples with the corpus stage's key task"
              .formatted(id));
    }
    return new ExampleId(
        matcher.group(1), Optional.ofNullable(matcher.group(2)), Long.parseLong(matcher.group(3)));
  }

  @Override
  public String toString() {
    return file + language.map(code -> "/" + code).orElse("") + "@" + row;
  }
}
