package io.palimpsest.model.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.palimpsest.model.Torch;
import io.palimpsest.schemas.record.RunRole;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Native memory while a simulator is fitted. */
class SimulatorMemoryTest {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final int EXAMPLES = 200;
  private static final int DIMENSION = 64;
  private static final int WARM = 100;
  private static final int UPDATES = 500;

  /**
   * A matrix of all pairs lost an update would be 64 MB; the heap's own comings and goings have
   * been 34 MB.
   */
  private static final long MOST_GROWTH = 48L << 20;

  private final Map<Integer, Long> resident = new HashMap<>();

  @ParameterizedTest
  @EnumSource
  void staysFlat(Variant variant) {
    assumeTrue(Files.exists(STATUS), "memory is read from " + STATUS + ", which is not here");
    Torch.useThreads(1);
    SimulatorConfig config =
        new SimulatorConfig(variant, 2, UPDATES, 32, 1e-4, 0, 0, 1e-3, UPDATES, 9);
    SimulatorFit.run(config, recordings(), features(), (updates, error) -> measure(updates))
        .simulator()
        .close();
    assertThat(resident.get(UPDATES) - resident.get(WARM)).isLessThan(MOST_GROWTH);
  }

  private void measure(int updates) {
    if (updates == WARM || updates == UPDATES) {
      System.gc();
      resident.put(updates, residentNow() - Runtime.getRuntime().totalMemory());
    }
  }

  /** Bytes of this process in memory. */
  private static long residentNow() {
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
          .findFirst()
          .orElseThrow();
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
