package io.palimpsest.transforms.corpus;

import io.palimpsest.schemas.InvalidInputException;
import java.io.Serializable;
import java.util.Locale;

/**
 * What to make of source files.
 *
 * @param format how documents lie in them
 * @param fields the fields of JSONL and Avro records, the columns of tables
 * @param limit how many records are read, in order of files and places; 0 for all
 * @param maxDocumentBytes longer records are rejected
 * @param validation fraction of documents in the validation split, by hash of the id
 */
public record ReadOptions(
    DocumentFormat format, FieldNames fields, long limit, int maxDocumentBytes, double validation)
    implements Serializable {
  /** Larger records would not fit the sorters of Flink's default memory. */
  static final int MAX_DOCUMENT_BYTES = 16 << 20;

  public ReadOptions {
    requireFields(format, fields, "");
    if (limit < 0) {
      throw new InvalidInputException("limit is %d; give 0 (all) or more".formatted(limit));
    }
    if (maxDocumentBytes < 1 || maxDocumentBytes > MAX_DOCUMENT_BYTES) {
      throw new InvalidInputException(
          "max-document-bytes is %d; give 1 to %d".formatted(maxDocumentBytes, MAX_DOCUMENT_BYTES));
    }
    if (!(validation >= 0 && validation < 1)) {
      throw new InvalidInputException(
          "validation is %s; give a fraction from 0 to below 1".formatted(validation));
    }
  }

  /** The format of a file, which must have the wanted fields. */
  DocumentFormat formatOf(SourceChunk chunk) {
    DocumentFormat found = format.of(chunk.name());
    requireFields(found, fields, chunk.path() + ": ");
    return found;
  }

  private static void requireFields(DocumentFormat format, FieldNames fields, String place) {
    if (fields.ofExamples() && !format.hasFields()) {
      throw new InvalidInputException(
          "%sformat %s has no fields for pair-field and label-field; set format to tsv, jsonl or avro, or leave both empty"
              .formatted(place, format.name().toLowerCase(Locale.ROOT).replace('_', '-')));
    }
  }
}
