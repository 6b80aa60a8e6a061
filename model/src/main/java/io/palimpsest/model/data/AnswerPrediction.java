package io.palimpsest.model.data;

import io.palimpsest.model.tokenizer.Encoding;
import io.palimpsest.model.tokenizer.Tokenizer;
import io.palimpsest.schemas.record.PromptExample;
import io.palimpsest.schemas.record.TokenSequence;
import java.util.ArrayList;
import java.util.List;

/**
 * Prediction of an answer behind its prompt (arXiv 2404.07840, section 3.1): shows all tokens and
 * asks for those of the answer and for the end token; the prompt is context only.
 *
 * <p>A sample's tokens are the beginning of sequence, P of the prompt, A of the answer and the end
 * of sequence; its record says so by the segments [P, A]. An example's loss is the mean over its A
 * + 1 questions, see {@link io.palimpsest.model.loss.AnswerLoss}.
 */
public enum AnswerPrediction implements Objective {
  INSTANCE;

  private static final int PROMPT = 0;

  /**
   * An example as this objective takes it. Prompt and answer are tokenized each for itself, so that
   * the prompt's tokens do not depend on the answer.
   */
  public static Sample sample(Tokenizer tokenizer, PromptExample example) {
    Encoding prompt = tokenizer.encode(example.getPrompt());
    Encoding answer = tokenizer.encode(example.getAnswer());
    List<Integer> ids = new ArrayList<>(prompt.size() + answer.size() + 2);
    ids.add(tokenizer.bos());
    add(prompt, ids);
    add(answer, ids);
    ids.add(tokenizer.eos());
    return Sample.of(
        TokenSequence.newBuilder()
            .setDocumentId(example.getId())
            .setIndex(0)
            .setText(example.getPrompt() + example.getAnswer())
            .setStart(0)
            .setTokens(ids)
            .setSegments(List.of(prompt.size(), answer.size()))
            .build());
  }

  private static void add(Encoding encoding, List<Integer> ids) {
    for (int id : encoding.ids()) {
      ids.add(id);
    }
  }

  /**
   * How many tokens are asked for: those of the answer and the end token.
   *
   * @throws IllegalArgumentException if the sample has no tokens with the segments of a prompt and
   *     an answer
   */
  public static int questions(Sample sample) {
    TokenSequence tokens = answered(sample);
    return tokens.getTokens().size() - 1 - tokens.getSegments().get(PROMPT);
  }

  @Override
  public void layOut(Sample sample, Rows rows) {
    TokenSequence tokens = answered(sample);
    List<Integer> ids = tokens.getTokens();
    int prompt = tokens.getSegments().get(PROMPT);
    for (int i = 0; i < ids.size() - 1; i++) {
      rows.showToken(ids.get(i));
      // The last of the prompt, or the beginning of sequence, is asked for the answer's first.
      if (i >= prompt) {
        rows.askToken(ids.get(i + 1));
      }
    }
  }

  private static TokenSequence answered(Sample sample) {
    return sample
        .tokens()
        .filter(tokens -> sample.image().isEmpty() && isAnswered(tokens))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    sample + " is no prompt with an answer: make it by AnswerPrediction.sample"));
  }

  /** Whether the segments are a prompt and an answer between two markers. */
  private static boolean isAnswered(TokenSequence tokens) {
    List<Integer> segments = tokens.getSegments();
    return segments.size() == 2
        && segments.get(0) + segments.get(1) + 2 == tokens.getTokens().size();
  }
}
