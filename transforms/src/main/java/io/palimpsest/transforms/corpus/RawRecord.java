package io.palimpsest.transforms.corpus;

/**
 * A record of a source file before cleaning.
 *
 * @param id of the document or example that it becomes
 * @param offset its place in its file: a byte offset or an index
 * @param content what it says, or its beginning as text if it is refused
 * @param problem why it is refused; empty if it is not
 */
record RawRecord(String id, long offset, Content content, String problem) {
  static RawRecord accepted(String id, long offset, String text) {
    return accepted(id, offset, Content.of(text));
  }

  static RawRecord accepted(String id, long offset, Content content) {
    return new RawRecord(id, offset, content, "");
  }

  static RawRecord refused(String id, long offset, String text, String problem) {
    return new RawRecord(id, offset, Content.of(text), problem);
  }

  /** The same record, refused. */
  RawRecord refused(String reason) {
    return refused(id, offset, text(), reason);
  }

  String text() {
    return content.text();
  }
}
