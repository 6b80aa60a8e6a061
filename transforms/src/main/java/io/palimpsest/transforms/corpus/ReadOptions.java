package io.palimpsest.transforms.corpus;

import io.palimpsest.schemas.InvalidInputException;
import java.io.Serializable;

/**
 * What to make of source files.
 *
 * @param format how documents lie in them
 * @param textField the field of JSONL and Avro records that holds the text
 * @param limit how many records are read, in order of files and places; 0 for all
 * @param maxDocumentBytes longer records are rejected
 * @param validation fraction of documents in the validation split, by hash of the id
 */
public record ReadOptions(
    DocumentFormat format, String textField, long limit, int maxDocumentBytes, double validation)
    implements Serializable {
  /** Larger records would not fit the sorters of Flink's default memory. */
  static final int MAX_DOCUMENT_BYTES = 16 << 20;

  public ReadOptions {
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
}
