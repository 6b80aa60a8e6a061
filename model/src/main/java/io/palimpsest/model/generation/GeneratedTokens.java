package io.palimpsest.model.generation;

import java.util.List;

/**
 * What a network wrote.
 *
 * @param ids behind the prompt, without the one that ends a sequence
 */
public record GeneratedTokens(List<Integer> ids, Stop stop) {
  public GeneratedTokens {
    ids = List.copyOf(ids);
  }
}
