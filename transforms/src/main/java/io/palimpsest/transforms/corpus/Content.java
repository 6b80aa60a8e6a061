package io.palimpsest.transforms.corpus;

import io.palimpsest.schemas.record.Document;
import io.palimpsest.schemas.record.LabeledExample;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;

/**
 * What a record says.
 *
 * @param text of a document, or the first sentence of an example
 * @param pair the second sentence of an example
 * @param label of an example
 */
record Content(String text, Optional<String> pair, Optional<String> label) {
  static Content of(String text) {
    return new Content(text, Optional.empty(), Optional.empty());
  }

  /** The same with clean texts, see {@link CleanText}. */
  Content clean() {
    return new Content(clean(text), pair.map(Content::clean), label.map(Content::clean));
  }

  /** Why a clean content is refused; empty if it is not. */
  String problem() {
    if (text.isEmpty()) {
      return "only white space";
    }
    if (pair.isPresent() && pair.get().isEmpty()) {
      return "only white space in the second sentence";
    }
    return label.isPresent() && label.get().isEmpty() ? "only white space as label" : "";
  }

  /** What makes it a duplicate of another; clean texts hold no line feed. */
  String identity() {
    return isExample() ? String.join("\n", text, pair.orElse(""), label.orElse("")) : text;
  }

  /** Bytes of its sentences in UTF-8. */
  long bytes() {
    return Stream.concat(Stream.of(text), pair.stream())
        .mapToLong(sentence -> sentence.getBytes(StandardCharsets.UTF_8).length)
        .sum();
  }

  /** A document, or with a pair or a label an example. */
  SpecificRecord toRecord(String id) {
    return isExample()
        ? new LabeledExample(id, text, pair.orElse(null), label.orElse(null))
        : new Document(id, text);
  }

  private boolean isExample() {
    return pair.isPresent() || label.isPresent();
  }

  private static String clean(String raw) {
    return CleanText.of(raw).text();
  }
}
