package io.palimpsest.transforms.corpus;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How documents lie in files. */
public enum DocumentFormat {
  /**
   * By the file's name: {@code .jsonl}, {@code .ndjson}, {@code .avro}, {@code .tsv}, else {@link
   * #TEXT}.
   */
  @JsonProperty("auto")
  AUTO,
  /** A file is a document. */
  @JsonProperty("text")
  TEXT,
  /** A line is a document; blank lines are skipped. */
  @JsonProperty("lines")
  LINES,
  /** A line is a JSON object with a text field. */
  @JsonProperty("jsonl")
  JSONL,
  /**
   * A line is a title, a tab, a date, a tab and a body, as in Lucene's test data; the body counts.
   */
  @JsonProperty("lucene-lines")
  LUCENE_LINES,
  /** An Avro container file of records with a text field. */
  @JsonProperty("avro")
  AVRO,
  /** A line is a row of columns, see {@link TsvColumns}. */
  @JsonProperty("tsv")
  TSV;

  /** What this format means for a file of that name. */
  DocumentFormat of(String name) {
    if (this != AUTO) {
      return this;
    }
    String plain = Sources.uncompressedName(name);
    if (plain.endsWith(".jsonl") || plain.endsWith(".ndjson")) {
      return JSONL;
    }
    if (plain.endsWith(".tsv")) {
      return TSV;
    }
    return plain.endsWith(".avro") ? AVRO : TEXT;
  }

  boolean isLines() {
    return this == LINES || this == JSONL || this == LUCENE_LINES || this == TSV;
  }

  /** Whether records have fields beside a text. */
  boolean hasFields() {
    return this == AUTO || this == JSONL || this == AVRO || this == TSV;
  }
}
