package io.palimpsest.transforms.corpus;

/** Makes a record of a line. */
interface LineParser {
  /**
   * Takes the record's content out of a line.
   *
   * @param line a record whose text is the line
   * @return what it says, or the line with the reason why it is refused
   */
  RawRecord parse(RawRecord line);

  /** Whether a line is no record: here, if it is blank. */
  default boolean skips(LineReader.Line line) {
    for (byte b : line.bytes()) {
      if (b < 0 || b > ' ') {
        return false;
      }
    }
    return !line.cut();
  }
}
