package io.palimpsest.transforms.corpus;

import io.palimpsest.schemas.InvalidInputException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * Takes columns out of lines of tab-separated values as GLUE's files have them: nothing is quoted,
 * a {@code "} is a character like any other. A column is named as in the file's first line, or by
 * its number from {@code #1} on; if all are given by number, the first line is a record.
 *
 * @param text index of the text's column
 * @param pair index of the second sentence's
 * @param label index of the label's
 * @param header whether the first line names the columns
 */
record TsvColumns(int text, OptionalInt pair, OptionalInt label, boolean header)
    implements LineParser {
  private static final String NUMBER = "#[0-9]{1,9}";
  private static final int SHOWN = 40;

  /** Whether a file must name its columns. */
  static boolean needHeader(FieldNames names) {
    return !names.given().stream().allMatch(name -> name.matches(NUMBER));
  }

  /**
   * Finds the columns.
   *
   * @param file for messages
   * @param header the file's first line, if it names the columns
   * @throws InvalidInputException if a column is not there
   */
  static TsvColumns of(FieldNames names, String file, Optional<String> header) {
    Search search = new Search(file, header.map(TsvColumns::split));
    return new TsvColumns(
        search.index("text-field", names.text()).orElseThrow(),
        search.index("pair-field", names.pair()),
        search.index("label-field", names.label()),
        header.isPresent());
  }

  /** A row of empty columns is not blank. */
  @Override
  public boolean skips(LineReader.Line line) {
    return line.length() == 0 || (header && line.offset() == 0);
  }

  @Override
  public RawRecord parse(RawRecord line) {
    List<String> values = split(line.text());
    int needed = 1 + Math.max(text, Math.max(pair.orElse(0), label.orElse(0)));
    return values.size() < needed
        ? line.refused(
            "%d tab-separated columns instead of at least %d".formatted(values.size(), needed))
        : RawRecord.accepted(
            line.id(),
            line.offset(),
            new Content(values.get(text), value(values, pair), value(values, label)));
  }

  private static Optional<String> value(List<String> values, OptionalInt column) {
    return column.isPresent() ? Optional.of(values.get(column.getAsInt())) : Optional.empty();
  }

  private static List<String> split(String line) {
    return List.of(line.split("\t", -1));
  }

  private record Search(String file, Optional<List<String>> header) {
    OptionalInt index(String key, String name) {
      if (name.isEmpty()) {
        return OptionalInt.empty();
      }
      int index =
          name.matches(NUMBER)
              ? Integer.parseInt(name.substring(1)) - 1
              : header.orElseThrow().indexOf(name);
      if (index < 0 || (header.isPresent() && index >= header.get().size())) {
        throw new InvalidInputException(message(key, name));
      }
      return OptionalInt.of(index);
    }

    private String message(String key, String name) {
      return header
          .map(
              names ->
                  "%s has no column '%s' but %s; set %s to one of them, or give all columns as '#1' to '#%d' if the file does not name them"
                      .formatted(file, name, shown(names), key, names.size()))
          .orElse("%s is '%s'; columns count from '#1'".formatted(key, name));
    }

    private static String shown(List<String> names) {
      return names.stream()
          .map(name -> name.length() > SHOWN ? name.substring(0, SHOWN) + "…" : name)
          .collect(Collectors.joining("', '", "'", "'"));
    }
  }
}
