package io.palimpsest.model.dynamics;

import io.palimpsest.model.data.Sample;
import io.palimpsest.schemas.record.TokenSequence;

/** Lengths of a sample of prompt and answer. */
final class AnswerTokens {
  private AnswerTokens() {}

  /** Tokens that are asked for: the answer's and the one that ends the sequence. */
  static int count(Sample sample) {
    return tokens(sample).getSegments().get(1) + 1;
  }

  /** Positions that the network is shown. */
  static int length(Sample sample) {
    return tokens(sample).getTokens().size() - 1;
  }

  private static TokenSequence tokens(Sample sample) {
    return sample.tokens().orElseThrow();
  }
}
