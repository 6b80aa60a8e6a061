package io.palimpsest.transforms.tokenizing;

import java.util.Arrays;
import java.util.List;

/**
 * A piece of a text and its tokens.
 *
 * @param text the piece
 * @param ids of its tokens, without markers
 */
record TokenWindow(String text, List<Integer> ids) {
  static TokenWindow of(String text, int[] ids) {
    return new TokenWindow(text, Arrays.stream(ids).boxed().toList());
  }

  int size() {
    return ids.size();
  }
}
