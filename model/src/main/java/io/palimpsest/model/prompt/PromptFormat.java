package io.palimpsest.model.prompt;

/** How the examples of a task lie in its files. */
public enum PromptFormat {
  /** Tab-separated, unquoted values; the first line names the columns. */
  TSV,
  /** A JSON object a line. */
  JSON_LINES,
  /** One JSON list of objects. */
  JSON_LIST,
  /** A file for each field, named by its ending; lines correspond. */
  PARALLEL_LINES,
  /** WebNLG's XML (Gardent et al. 2017): entries of triples and their lexicalisations. */
  WEBNLG,
  /** The documents of a corpus. */
  DOCUMENTS
}
