package io.palimpsest.transforms.corpus;

import io.palimpsest.schemas.InvalidInputException;
import java.io.Serializable;
import java.util.List;
import java.util.stream.Stream;

/**
 * The names of a record's fields, or of a table's columns. With a pair or a label, records become
 * labelled examples instead of documents.
 *
 * @param text holds the text, or the first of two sentences
 * @param pair holds the second sentence; empty for none
 * @param label holds the class or the number; empty for none
 */
public record FieldNames(String text, String pair, String label) implements Serializable {
  public FieldNames {
    if (text.isEmpty()) {
      throw new InvalidInputException(
          "text-field is empty; name the field or column that holds the text");
    }
  }

  /** Of documents: a text alone. */
  public static FieldNames of(String text) {
    return new FieldNames(text, "", "");
  }

  /** Whether records become labelled examples. */
  public boolean ofExamples() {
    return !pair.isEmpty() || !label.isEmpty();
  }

  /** The names that are given. */
  List<String> given() {
    return Stream.of(text, pair, label).filter(name -> !name.isEmpty()).toList();
  }
}
