package io.palimpsest.model.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.palimpsest.model.Torch;
import io.palimpsest.schemas.record.RunRole;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Native memory while a simulator is fitted. */
class SimulatorMemoryTest {
  private static final Path MAPPINGS = Path.of("/proc/self/smaps");
  private static final Pattern MAPPING = Pattern.compile("([0-9a-f]+)-[0-9a-f]+ ");
  private static final int EXAMPLES = 200;
  private static final int DIMENSION = 64;
  private static final int WINDOW = 100;
  private static final int UPDATES = 500;

  /** A matrix of all pairs lost an update would be 16 MB a window. */
  private static final long MOST_GROWTH = 8L << 20;

  private final List<Long> resident = new ArrayList<>();

  @ParameterizedTest
  @EnumSource
  void staysFlat(Variant variant) {
    assumeTrue(Files.exists(MAPPINGS), "memory is read from " + MAPPINGS + ", which is not here");
    Torch.useThreads(1);
    SimulatorConfig config =
        new SimulatorConfig(variant, 2, UPDATES, 32, 1e-4, 0, 0, 1e-3, UPDATES, 9);
    SimulatorFit.run(config, recordings(), features(), (updates, error) -> measure(updates))
        .simulator()
        .close();
    assertThat(resident).hasSizeGreaterThan(3);
    assertThat(leastGrowth()).isLessThan(MOST_GROWTH);
  }

  private void measure(int updates) {
    if (updates % WINDOW == 0) {
      System.gc();
      resident.add(nativeBytes());
    }
  }

  /** What a leak leaves in every window; what the allocator keeps for later comes once. */
  private long leastGrowth() {
    return IntStream.range(1, resident.size())
        .mapToLong(i -> resident.get(i) - resident.get(i - 1))
        .min()
        .orElseThrow();
  }

  /**
   * Bytes of this process in memory but Java's heap, of which any part may be untouched: one of 2
   * GB lies below 4 GB.
   */
  private static long nativeBytes() {
    try {
      boolean counts = false;
      long bytes = 0;
      for (String line : Files.readAllLines(MAPPINGS)) {
        Matcher mapping = MAPPING.matcher(line);
        if (mapping.lookingAt()) {
          counts = Long.parseUnsignedLong(mapping.group(1), 16) >= 1L << 32;
        } else if (counts && line.startsWith("Rss:")) {
          bytes += Long.parseLong(line.replaceAll("\\D", "")) << 10;
        }
      }
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Recordings recordings() {
    Random random = new Random(1);
    List<Recordings.Run> runs =
        IntStream.range(0, 6)
            .mapToObj(i -> run(i, i < 5 ? RunRole.FIT : RunRole.VALIDATION, random))
            .toList();
    return new Recordings(Worlds.ids("train", EXAMPLES), Worlds.ids("test", EXAMPLES), runs);
  }

  private static Recordings.Run run(int index, RunRole role, Random random) {
    int transitions = 10;
    int[][] batches = new int[transitions][];
    float[][] values = new float[transitions + 1][EXAMPLES];
    for (int m = 0; m <= transitions; m++) {
      for (int test = 0; test < EXAMPLES; test++) {
        values[m][test] = random.nextFloat();
      }
      if (m < transitions) {
        batches[m] = random.ints(0, EXAMPLES).distinct().limit(4).toArray();
      }
    }
    List<Integer> steps = IntStream.rangeClosed(0, transitions).boxed().toList();
    return new Recordings.Run("run" + index, role, steps, batches, values);
  }

  private static Features features() {
    Random random = new Random(2);
    Map<String, float[]> vectors = new HashMap<>();
    for (String prefix : List.of("train", "test")) {
      for (String id : Worlds.ids(prefix, EXAMPLES)) {
        float[] vector = new float[DIMENSION];
        for (int i = 0; i < DIMENSION; i++) {
          vector[i] = (float) random.nextGaussian();
        }
        vectors.put(id, vector);
      }
    }
    return new Features(vectors);
  }
}
