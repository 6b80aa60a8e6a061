package io.palimpsest.model.data;

import io.palimpsest.model.tokenizer.Tokenizer;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.record.PromptExample;
import io.palimpsest.schemas.record.TokenSequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Next token prediction of an answer behind its prompt (arXiv 2404.07840, section 3.2): the
 * prompt's tokens are shown only; asked for are the answer's tokens and the one that ends the
 * sequence.
 */
public enum AnswerPrediction implements Objective {
  INSTANCE;

  /**
   * An example as a network reads it: the token that begins a sequence, the prompt's, the answer's,
   * the one that ends it. Prompt and answer are tokenized apart, so that no token is part of both.
   * Its {@code segments} are the numbers of the prompt's and the answer's tokens.
   *
   * @throws InvalidInputException if the answer is empty
   */
  public static Sample sample(Tokenizer tokenizer, PromptExample example) {
    if (example.getAnswer().isEmpty()) {
      throw new InvalidInputException(
          "example '%s' has an empty answer; give it one".formatted(example.getId()));
    }
    List<Integer> tokens = new ArrayList<>(List.of(tokenizer.bos()));
    Arrays.stream(tokenizer.encode(example.getPrompt()).ids()).forEach(tokens::add);
    int prompt = tokens.size() - 1;
    Arrays.stream(tokenizer.encode(example.getAnswer()).ids()).forEach(tokens::add);
    int answer = tokens.size() - 1 - prompt;
    tokens.add(tokenizer.eos());
    return new Sample(
        Optional.empty(),
        Optional.of(
            TokenSequence.newBuilder()
                .setDocumentId(example.getId())
                .setIndex(0)
                .setText(example.getPrompt() + example.getAnswer())
                .setStart(0)
                .setTokens(tokens)
                .setSegments(List.of(prompt, answer))
                .build()));
  }

  @Override
  public void layOut(Sample sample, Rows rows) {
    TokenSequence shown = sample.tokens().orElseThrow();
    List<Integer> ids = shown.getTokens();
    int prompt = shown.getSegments().get(0);
    for (int i = 0; i < ids.size() - 1; i++) {
      rows.showToken(ids.get(i));
      if (i >= prompt) {
        rows.askToken(ids.get(i + 1));
      }
    }
  }
}
