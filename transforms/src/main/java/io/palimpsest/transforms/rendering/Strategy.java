package io.palimpsest.transforms.rendering;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Where units of text begin, after "Text Rendering Strategies for Pixel Language Models" (arXiv
 * 2311.00522).
 */
public enum Strategy {
  /**
   * One line as a typesetter draws it; patch borders fall anywhere. The PixelGPT and PIXEL papers'
   * way, and the shortest: take it to compare with them and where sequences are dear. The same word
   * makes other patches at each offset.
   */
  @JsonProperty("continuous")
  CONTINUOUS,
  /**
   * Every word begins at a patch border. A word's patches are the same wherever it stands, so there
   * are fewer distinct ones to learn; sequences get a third longer or so. For tasks on words, such
   * as tagging. Text without spaces is laid out as in {@link #CONTINUOUS}.
   */
  @JsonProperty("words")
  WORDS,
  /**
   * Two characters (grapheme clusters) of a word to a patch, each pair shaped by itself from a
   * patch border on; a pair that is wider takes more patches. The fewest distinct patches, and by
   * that paper the best small models; joined scripts lose their joining across pairs.
   */
  @JsonProperty("bigrams")
  BIGRAMS
}
