package io.palimpsest.model.data;

import io.palimpsest.model.network.ModelConfig;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.record.PatchSequence;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** Gathers the rows of a batch, position by position. */
public final class Rows {
  private final ModelConfig config;
  private final ByteArrayOutputStream pixels = new ByteArrayOutputStream();
  private final LongStream.Builder tokens = LongStream.builder();
  private final List<List<Position>> rows = new ArrayList<>();
  private final List<Question> patchQuestions = new ArrayList<>();
  private final List<Question> tokenQuestions = new ArrayList<>();
  private final List<Question> labelQuestions = new ArrayList<>();
  private int patchCount;
  private int tokenCount;
  private Sample sample;

  Rows(ModelConfig config) {
    this.config = config;
  }

  /** What stands at a position: a patch, a token or the mask, by its number among its like. */
  private record Position(Kind kind, int number) {}

  private enum Kind {
    PATCH,
    TOKEN,
    MASK
  }

  /** Asks at a row's column for a patch by number, a token by id, or a label. */
  private record Question(int row, int column, long answer) {}

  void begin(Sample sample) {
    this.sample = sample;
    rows.add(new ArrayList<>());
  }

  /**
   * Takes an image's patches, the end patch among them, for use in this batch.
   *
   * @return the number of the first; the others follow
   */
  int patches(PatchSequence image) {
    PatchCheck.check(sample, image, config);
    copy(image);
    int first = patchCount;
    patchCount += image.getNumPatches() + 1;
    return first;
  }

  void showPatch(int number) {
    row().add(new Position(Kind.PATCH, number));
  }

  void showToken(int id) {
    require(config.readsTokens(), "has tokens, but this network reads patches only");
    require(
        id >= 0 && id < config.vocabulary(),
        "has token id %d, but the embedding has ids 0 to %d: use the tokenizer that the network was made with"
            .formatted(id, config.vocabulary() - 1));
    tokens.add(id);
    row().add(new Position(Kind.TOKEN, tokenCount++));
  }

  void showMask() {
    row().add(new Position(Kind.MASK, 0));
  }

  /** Asks for a patch at the position that was shown last. */
  void askPatch(int number) {
    patchQuestions.add(question(number));
  }

  /** Asks for a token at the position that was shown last. */
  void askToken(int id) {
    tokenQuestions.add(question(id));
  }

  /** Asks for the row's label at the position that was shown last. */
  void askLabel() {
    labelQuestions.add(question(0));
  }

  void end() {
    int positions = row().size();
    require(positions > 0, "is empty");
    require(
        positions <= config.context(),
        "has %d positions and the model's context is %d: make shorter sequences (max-patches, max-tokens)"
            .formatted(positions, config.context()));
  }

  private Question question(long answer) {
    return new Question(rows.size() - 1, row().size() - 1, answer);
  }

  private List<Position> row() {
    return rows.get(rows.size() - 1);
  }

  /** Copies an image's pixels, each grey one into every channel. */
  private void copy(PatchSequence image) {
    ByteBuffer source = image.getPixels().duplicate();
    byte[] bytes = new byte[source.remaining()];
    source.get(bytes);
    if (image.getChannels() == config.channels()) {
      pixels.writeBytes(bytes);
      return;
    }
    byte[] repeated = new byte[bytes.length * config.channels()];
    for (int i = 0; i < repeated.length; i++) {
      repeated[i] = bytes[i / config.channels()];
    }
    pixels.writeBytes(repeated);
  }

  // What follows is read when all rows are there.

  byte[] pixels() {
    return pixels.toByteArray();
  }

  int patchCount() {
    return patchCount;
  }

  long[] tokens() {
    return tokens.build().toArray();
  }

  /** T, the length of the longest row. */
  int time() {
    return rows.stream().mapToInt(List::size).max().orElseThrow();
  }

  long[] lengths() {
    return rows.stream().mapToLong(List::size).toArray();
  }

  /** [B·T], see {@link io.palimpsest.model.network.Inputs}. */
  long[] layout() {
    int time = time();
    long[] layout = new long[rows.size() * time];
    for (int row = 0; row < rows.size(); row++) {
      for (int column = 0; column < rows.get(row).size(); column++) {
        layout[row * time + column] = place(rows.get(row).get(column));
      }
    }
    return layout;
  }

  private int place(Position position) {
    return switch (position.kind()) {
      case PATCH -> position.number();
      case TOKEN -> patchCount + position.number();
      case MASK -> patchCount + tokenCount;
    };
  }

  Asked patchesAsked() {
    return asked(patchQuestions);
  }

  Asked tokensAsked() {
    return asked(tokenQuestions);
  }

  Asked labelsAsked() {
    return asked(labelQuestions);
  }

  private Asked asked(List<Question> questions) {
    int time = time();
    return new Asked(
        questions.stream().mapToLong(q -> (long) q.row() * time + q.column()).toArray(),
        questions.stream().mapToLong(Question::answer).toArray());
  }

  /**
   * @param at flat positions, row · T + column
   * @param answers numbers of patches or ids of tokens
   */
  record Asked(long[] at, long[] answers) {}

  private void require(boolean holds, String problem) {
    if (!holds) {
      throw new InvalidInputException(sample + " " + problem);
    }
  }
}
