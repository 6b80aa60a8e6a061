package io.palimpsest.model.tokenizer;

/**
 * Token ids and the characters that each stands for, as offsets in UTF-16 code units of the text.
 * Tokens that are parts of one character all have that character's offsets; one that stands for
 * none has equal ones.
 *
 * @param ids of the tokens
 * @param starts of each token the offset of its first character; never falling
 * @param ends of each token the offset behind its last character
 */
@SuppressWarnings("ArrayRecordComponent") // Made and read at once; nobody compares them.
public record Encoding(int[] ids, int[] starts, int[] ends) {
  public Encoding {
    if (starts.length != ids.length || ends.length != ids.length) {
      throw new IllegalArgumentException(
          "%d ids with %d starts and %d ends".formatted(ids.length, starts.length, ends.length));
    }
  }

  /** How many tokens there are. */
  public int size() {
    return ids.length;
  }
}
