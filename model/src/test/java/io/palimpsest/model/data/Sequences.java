package io.palimpsest.model.data;

import io.palimpsest.schemas.record.PatchSequence;
import java.nio.ByteBuffer;
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
}
