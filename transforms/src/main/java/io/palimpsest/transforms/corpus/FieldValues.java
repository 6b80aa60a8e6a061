package io.palimpsest.transforms.corpus;

import java.util.Optional;

/** A record's values by field name, in whatever format it was stored. */
interface FieldValues {
  /** The text in a field; empty if there is none, or something else. */
  Optional<String> text(String field);

  /** The text, number, truth value or symbol in a field, as the source writes it. */
  Optional<String> scalar(String field);

  /**
   * Takes the wanted fields out of a record.
   *
   * @param line whose id, place and, if it is refused, text the result has
   */
  default RawRecord record(FieldNames names, RawRecord line) {
    Optional<String> text = text(names.text());
    Optional<String> pair = names.pair().isEmpty() ? Optional.empty() : text(names.pair());
    Optional<String> label = names.label().isEmpty() ? Optional.empty() : scalar(names.label());
    if (text.isEmpty()) {
      return line.refused("no text field '%s'".formatted(names.text()));
    }
    if (pair.isEmpty() && !names.pair().isEmpty()) {
      return line.refused("no text field '%s'".formatted(names.pair()));
    }
    if (label.isEmpty() && !names.label().isEmpty()) {
      return line.refused("no label in field '%s'".formatted(names.label()));
    }
    return RawRecord.accepted(line.id(), line.offset(), new Content(text.get(), pair, label));
  }
}
