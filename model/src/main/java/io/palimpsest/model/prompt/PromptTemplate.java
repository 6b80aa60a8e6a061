package io.palimpsest.model.prompt;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with places for fields: <code>{question}</code>, and <code>{input?}</code> for one that
 * may be blank, whose line is then left out.
 *
 * @param text the template
 */
public record PromptTemplate(String text) {
  private static final Pattern FIELD = Pattern.compile("\\{([a-z0-9_]+)(\\?)?}");

  /** The fields that it has places for, in their order. */
  public Set<String> fields() {
    Set<String> fields = new LinkedHashSet<>();
    FIELD.matcher(text).results().forEach(place -> fields.add(place.group(1)));
    return fields;
  }

  /**
   * Puts fields in their places.
   *
   * @param fields at least {@link #fields}
   * @return the filled text; empty if a field is blank that must not be
   */
  public Optional<String> fill(Map<String, String> fields) {
    List<String> lines = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      List<MatchResult> blank =
          FIELD
              .matcher(line)
              .results()
              .filter(place -> fields.get(place.group(1)).isBlank())
              .toList();
      if (blank.stream().anyMatch(place -> place.group(2) == null)) {
        return Optional.empty();
      }
      if (blank.isEmpty()) {
        lines.add(filled(line, fields));
      }
    }
    return Optional.of(String.join("\n", lines));
  }

  private static String filled(String line, Map<String, String> fields) {
    Function<MatchResult, String> value =
        place -> Matcher.quoteReplacement(fields.get(place.group(1)).strip());
    return FIELD.matcher(line).replaceAll(value);
  }
}
