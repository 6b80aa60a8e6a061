package io.palimpsest.model.data;

import io.palimpsest.schemas.record.PairSequence;
import io.palimpsest.schemas.record.PatchSequence;
import io.palimpsest.schemas.record.TokenSequence;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Sequences made up for tests: dark strokes whose next patch follows from the one before. */
public final class Sequences {
  private Sequences() {}

  /** A sequence of {@code patches} text patches of side 16 and the black end patch. */
  public static PatchSequence of(int id, int patches, int channels) {
    return of(id, patches, channels, 16);
  }

  public static PatchSequence of(int id, int patches, int channels, int side) {
    Random random = new Random(id);
    int values = side * side * channels;
    byte[] pixels = new byte[(patches + 1) * values];
    Arrays.fill(pixels, 0, patches * values, (byte) 255);
    int stroke = random.nextInt(side);
    for (int patch = 0; patch < patches; patch++) {
      for (int i = 0; i < values; i++) {
        if (i / channels % side == (stroke + patch) % side) {
          pixels[patch * values + i] = (byte) random.nextInt(100);
        }
      }
    }
    return new PatchSequence(
        "doc-" + id,
        0,
        "text " + id,
        0,
        patches,
        side,
        channels,
        ByteBuffer.wrap(pixels),
        List.of(),
        null,
        List.of(),
        null);
  }

  /** Sequences with ids from 0, of 3 to {@code longest} patches, every third of them coloured. */
  public static List<PatchSequence> many(int count, int longest) {
    return IntStream.range(0, count)
        .mapToObj(id -> of(id, 3 + id % (longest - 2), id % 3 == 0 ? 3 : 1))
        .toList();
  }

  /** The same as samples. */
  public static List<Sample> images(int count, int longest) {
    return many(count, longest).stream().map(Sample::of).toList();
  }

  /**
   * Texts of random bytes, 3 to {@code longest} tokens each, between the byte tokenizer's marks.
   */
  public static List<Sample> texts(int count, int longest) {
    return IntStream.range(0, count).mapToObj(id -> Sample.of(text(id, longest))).toList();
  }

  /** The images, each with a text of its id. */
  public static List<Sample> pairs(int count, int longest) {
    return many(count, longest).stream()
        .map(
            image ->
                Sample.of(
                    new PairSequence(
                        image, text(Integer.parseInt(image.getText().substring(5)), longest))))
        .toList();
  }

  private static TokenSequence text(int id, int longest) {
    Random random = new Random(id);
    List<Integer> tokens = new ArrayList<>(List.of(256));
    int length = 1 + id % (longest - 2);
    random.ints(length, 'a', 'z').forEach(tokens::add);
    tokens.add(257);
    return TokenSequence.newBuilder()
        .setDocumentId("doc-" + id)
        .setIndex(0)
        .setText("x".repeat(length))
        .setStart(0)
        .setTokens(tokens)
        .build();
  }
}
