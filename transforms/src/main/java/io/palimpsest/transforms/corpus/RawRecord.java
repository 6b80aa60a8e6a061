package io.palimpsest.transforms.corpus;

/**
 * A record of a source file before cleaning.
 *
 * @param id of the document that it becomes
 * @param offset its place in its file: a byte offset or an index
 * @param text its text, or its beginning if it is refused
 * @param problem why it is refused; empty if it is not
 */
record RawRecord(String id, long offset, String text, String problem) {
  static RawRecord accepted(String id, long offset, String text) {
    return new RawRecord(id, offset, text, "");
  }

  static RawRecord refused(String id, long offset, String text, String problem) {
    return new RawRecord(id, offset, text, problem);
  }
}
