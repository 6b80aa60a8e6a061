package io.palimpsest.model.tokenizer;

import java.util.List;

/**
 * Turns text into token ids and back. The same text gives the same ids from every instance; for one
 * thread.
 */
public interface Tokenizer extends AutoCloseable {
  /**
   * The ids of a text alone, without any marker. What the text spells is text: no name of a special
   * token in it becomes that token. A lone surrogate counts as U+FFFD.
   */
  Encoding encode(String text);

  /**
   * The text of ids; markers and other special tokens spell nothing, and ids that are part of a
   * character give U+FFFD.
   *
   * @throws IllegalArgumentException if an id is negative or not below {@link #vocabulary}
   */
  String decode(List<Integer> ids);

  /** How many ids there are: all are from 0 to one less. */
  int vocabulary();

  /** The id that begins a sequence. */
  int bos();

  /** The id that ends a sequence; may be the one that begins it. */
  int eos();

  /** Gives native memory back; closing again does nothing. */
  @Override
  void close();
}
