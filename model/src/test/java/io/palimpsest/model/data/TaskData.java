package io.palimpsest.model.data;

import io.palimpsest.schemas.artifact.Modality;
import io.palimpsest.schemas.record.PairSequence;
import io.palimpsest.schemas.record.PatchSequence;
import io.palimpsest.schemas.record.TokenSequence;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Labelled samples made up for tests, of classes 0 and 1 by turns, of different lengths: the first
 * letter of a text, or whether an image's first patch is dark on the left or on the right, tells
 * the class.
 */
public final class TaskData {
  private static final int SIDE = 16;

  private TaskData() {}

  /**
   * Examples 0 to {@code count - 1} of a file such as {@code dev.tsv}.
   *
   * @param label of a class; null for none
   */
  public static List<Sample> of(
      Modality modality, String file, int count, IntFunction<String> label) {
    return IntStream.range(0, count)
        .mapToObj(row -> sample(modality, file + "@" + row, row, label.apply(row % 2)))
        .toList();
  }

  private static Sample sample(Modality modality, String id, int row, String label) {
    return switch (modality) {
      case TEXT -> Sample.of(text(id, row, label));
      case PIXEL -> Sample.of(image(id, row, label));
      // The tokens say nothing of the class, the image all.
      case PAIR -> Sample.of(new PairSequence(image(id, row, label), text(id, 0, label)));
    };
  }

  /** Tokens of a text with 1 to 6 letters, the first an a or a b. */
  private static TokenSequence text(String id, int row, String label) {
    List<Integer> tokens = new ArrayList<>(List.of(256, 'a' + row % 2));
    new Random(row).ints(row / 2 % 6, 'c', 'z').forEach(tokens::add);
    tokens.add(257);
    return tokens(id, tokens, label);
  }

  /** A text of tokens. */
  public static TokenSequence tokens(String id, List<Integer> tokens, String label) {
    return TokenSequence.newBuilder()
        .setDocumentId(id)
        .setIndex(0)
        .setText("x")
        .setStart(0)
        .setTokens(tokens)
        .setLabel(label)
        .build();
  }

  private static PatchSequence image(String id, int row, String label) {
    int patches = 2 + row / 2 % 5;
    byte[] pixels = new byte[(patches + 1) * SIDE * SIDE];
    new Random(row).nextBytes(pixels);
    Arrays.fill(pixels, patches * SIDE * SIDE, pixels.length, (byte) 0);
    for (int i = 0; i < SIDE * SIDE; i++) {
      boolean dark = (i % SIDE < SIDE / 2) == (row % 2 == 0);
      pixels[i] = (byte) (dark ? 0 : 255);
    }
    return new PatchSequence(
        id,
        0,
        "x",
        0,
        patches,
        SIDE,
        1,
        ByteBuffer.wrap(pixels),
        List.of(),
        label,
        List.of(),
        null);
  }
}
