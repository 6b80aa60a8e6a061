package io.palimpsest.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.palimpsest.model.LocalStorage;
import io.palimpsest.model.Torch;
import io.palimpsest.model.data.Sequences;
import io.palimpsest.model.data.Shards;
import io.palimpsest.model.network.ModelConfig;
import io.palimpsest.model.network.Precision;
import io.palimpsest.schemas.record.TrainingStep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Heap and native memory after a few hundred steps and after 2,000, of all kinds of samples. */
class PretrainingMemoryTest {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final int WARM = 500;
  private static final int STEPS = 2000;

  /** An array of 4 bytes lost a step would be below this; one of a state's size far above. */
  private static final long MOST_GROWTH = 12L << 20;

  private final LocalStorage storage = new LocalStorage();
  private final Map<Integer, Long> resident = new HashMap<>();
  private final Map<Integer, Long> heap = new HashMap<>();
  @TempDir Path directory;

  @Test
  void staysFlat() throws IOException {
    assumeTrue(Files.exists(STATUS), "memory is read from " + STATUS + ", which is not here");
    Torch.useThreads(2);
    List<String> shards =
        Shards.writeMixed(
            storage,
            directory + "/data",
            List.of(Sequences.images(40, 5), Sequences.texts(40, 5), Sequences.pairs(40, 5)),
            2);
    ModelConfig nano = ModelConfig.preset("nano").reading(258, true, true);
    PretrainingConfig config =
        new PretrainingConfig(
            nano, STEPS, 3, 1, Precision.FLOAT32, 1e-3, 10, 0.1, 1, 7, 1_000_000, 1e6);
    String root = directory + "/run";
    Pretraining.run(
        config,
        new PretrainingFiles(storage, shards, root + "/states", root + "/scratch", root + "/out"),
        this::measure);
    assertThat(resident.get(STEPS) - resident.get(WARM)).isLessThan(MOST_GROWTH);
    assertThat(heap.get(STEPS) - heap.get(WARM)).isLessThan(MOST_GROWTH);
  }

  private void measure(TrainingStep step) {
    if (step.getStep() == WARM || step.getStep() == STEPS) {
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      heap.put(step.getStep(), runtime.totalMemory() - runtime.freeMemory());
      resident.put(step.getStep(), residentNow() - runtime.totalMemory());
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
}
