package io.palimpsest.transforms.tokenizing;

import io.palimpsest.model.tokenizer.Tokenizer;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.record.Document;
import io.palimpsest.schemas.record.LabeledExample;
import io.palimpsest.schemas.record.PairSequence;
import io.palimpsest.schemas.record.PatchSequence;
import io.palimpsest.schemas.record.TokenSequence;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Makes token sequences: a marker (beginning of sequence), a text's tokens, a marker (end of
 * sequence). For one thread.
 */
public final class SequenceTokenizer {
  /** Fewer would leave no room for a character of many bytes in each of two sentences. */
  static final int LEAST_TOKENS = 16;

  private final Tokenizer tokenizer;
  private final TokenWindows windows;
  private final int maxTokens;

  /**
   * @param maxTokens the most ids of a sequence, markers counted
   * @throws InvalidInputException if they are fewer than 16
   */
  public SequenceTokenizer(Tokenizer tokenizer, int maxTokens) {
    requireEnough(maxTokens);
    this.tokenizer = tokenizer;
    this.windows = new TokenWindows(tokenizer);
    this.maxTokens = maxTokens;
  }

  /** Refuses a number of tokens that is too small for a sequence. */
  public static void requireEnough(int maxTokens) {
    if (maxTokens < LEAST_TOKENS) {
      throw new InvalidInputException(
          "max-tokens is %d; give %d or more".formatted(maxTokens, LEAST_TOKENS));
    }
  }

  /**
   * Tokenizes a document in windows whose texts concatenate to its text; an empty one gives a
   * sequence of markers alone.
   */
  public void tokenize(Document document, Consumer<TokenSequence> sequences) {
    String text = document.getText();
    int start = 0;
    int index = 0;
    do {
      TokenWindow window = windows.fill(text, start, maxTokens - 2);
      sequences.accept(
          new TokenSequence(
              document.getId(), index, window.text(), start, marked(window), List.of(), null));
      start += window.text().length();
      index++;
    } while (start < text.length());
  }

  /**
   * Tokenizes an example as one sequence, with a marker behind each sentence. What is too long is
   * cut off, from the longer sentence first, until neither is longer than half.
   */
  public TokenSequence tokenize(LabeledExample example) {
    String pair = example.getTextPair();
    List<TokenWindow> sentences =
        pair == null ? List.of(first(example.getText())) : both(example.getText(), pair);
    return example(example.getId(), sentences, example.getLabel());
  }

  /** Puts the tokens of its text beside an image; cut off, as an example is, if it is too long. */
  public PairSequence tokenize(PatchSequence image) {
    return new PairSequence(image, tokensOf(image));
  }

  private TokenSequence tokensOf(PatchSequence image) {
    String text = image.getText();
    if (image.getSegments().isEmpty()) {
      TokenWindow window = first(text);
      return new TokenSequence(
          image.getDocumentId(),
          image.getIndex(),
          window.text(),
          image.getStart(),
          marked(window),
          List.of(),
          image.getLabel());
    }
    Integer pair = image.getTextPairStart();
    List<TokenWindow> sentences =
        pair == null ? List.of(first(text)) : both(text.substring(0, pair), text.substring(pair));
    return example(image.getDocumentId(), sentences, image.getLabel());
  }

  private TokenWindow first(String text) {
    return windows.fill(text, 0, maxTokens - 2);
  }

  private List<TokenWindow> both(String first, String second) {
    int room = maxTokens - 3;
    TokenWindow a = windows.fill(first, 0, room);
    TokenWindow b = windows.fill(second, 0, room);
    int half = room / 2;
    int aNeeds = a.text().length() < first.length() ? room : a.size();
    int bNeeds = b.text().length() < second.length() ? room : b.size();
    return List.of(
        windows.fill(first, 0, Math.max(room - half, room - bNeeds)),
        windows.fill(second, 0, Math.max(half, room - aNeeds)));
  }

  private List<Integer> marked(TokenWindow window) {
    return marked(List.of(window));
  }

  private List<Integer> marked(List<TokenWindow> sentences) {
    List<Integer> tokens = new ArrayList<>();
    tokens.add(tokenizer.bos());
    for (TokenWindow sentence : sentences) {
      tokens.addAll(sentence.ids());
      tokens.add(tokenizer.eos());
    }
    return tokens;
  }

  private TokenSequence example(String id, List<TokenWindow> sentences, String label) {
    StringBuilder text = new StringBuilder();
    sentences.forEach(sentence -> text.append(sentence.text()));
    List<Integer> segments = sentences.stream().map(TokenWindow::size).toList();
    return new TokenSequence(id, 0, text.toString(), 0, marked(sentences), segments, label);
  }
}
