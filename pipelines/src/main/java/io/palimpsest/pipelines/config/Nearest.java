package io.palimpsest.pipelines.config;

import java.util.Collection;
import java.util.Comparator;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Suggests what somebody may have meant. */
public final class Nearest {
  private static final LevenshteinDistance DISTANCE = LevenshteinDistance.getDefaultInstance();

  private Nearest() {}

  /** {@code "; did you mean 'x'?"} or, if nothing is near, the list of what there is. */
  public static String hint(String word, Collection<String> known) {
    return known.stream()
        .min(Comparator.comparingInt((String name) -> DISTANCE.apply(word, name)))
        .filter(name -> DISTANCE.apply(word, name) <= Math.max(2, word.length() / 2))
        .map("; did you mean '%s'?"::formatted)
        .orElse("; there is " + String.join(", ", known));
  }
}
