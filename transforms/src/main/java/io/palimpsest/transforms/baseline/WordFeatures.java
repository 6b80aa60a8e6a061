package io.palimpsest.transforms.baseline;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.util.ULocale;
import io.palimpsest.schemas.record.LabeledExample;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The words and pairs of neighbouring words of an example, in lower case, as names of features: of
 * the first sentence, of the second, and those words that both have. Words are Unicode's (Standard
 * Annex 29, with ICU's dictionaries for scripts without spaces); what holds no letter, number or
 * ideograph is none. For one thread.
 */
final class WordFeatures {
  /** Every example has it, so that none is without a feature. */
  static final String ALWAYS = "always";

  private final BreakIterator words = BreakIterator.getWordInstance(ULocale.ROOT);

  /** The features that an example has, each once. */
  Set<String> of(LabeledExample example) {
    Set<String> features = new LinkedHashSet<>();
    features.add(ALWAYS);
    List<String> first = words(example.getText());
    add(features, "a ", first);
    if (example.getTextPair() != null) {
      List<String> second = words(example.getTextPair());
      add(features, "b ", second);
      Set<String> both = new HashSet<>(second);
      first.stream().filter(both::contains).forEach(word -> features.add("both " + word));
    }
    return features;
  }

  private static void add(Set<String> features, String place, List<String> words) {
    for (int i = 0; i < words.size(); i++) {
      features.add(place + words.get(i));
      if (i > 0) {
        features.add(place + words.get(i - 1) + " " + words.get(i));
      }
    }
  }

  private List<String> words(String text) {
    List<String> found = new ArrayList<>();
    words.setText(text);
    int start = words.first();
    for (int end = words.next(); end != BreakIterator.DONE; end = words.next()) {
      if (words.getRuleStatus() >= BreakIterator.WORD_NONE_LIMIT) {
        found.add(UCharacter.toLowerCase(ULocale.ROOT, text.substring(start, end)));
      }
      start = end;
    }
    return found;
  }
}
