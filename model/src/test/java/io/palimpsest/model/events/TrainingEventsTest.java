package io.palimpsest.model.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.palimpsest.model.LocalStorage;
import io.palimpsest.model.events.TensorFlowEvents.Event;
import io.palimpsest.schemas.record.TrainingStep;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingEventsTest {
  private static final List<TrainingStep> STEPS =
      List.of(
          new TrainingStep(1, 2.5f, 1e-3f, 0.5f, 100L, 0.5f, 0L, 2.5f, null, 0f),
          new TrainingStep(2, 2.25f, 2e-3f, 0.75f, 250L, 0.25f, 20L, 1f, 1.25f, 0f),
          new TrainingStep(3, 2f, 3e-3f, 1f, 350L, 0f, 20L, 2f, null, 0f));

  private final LocalStorage storage = new LocalStorage();
  @TempDir Path directory;

  @Test
  void writesWhatTensorBoardReads() throws Exception {
    List<Event> events = events(write("run"));
    assertThat(events).hasSize(4);
    assertThat(events.get(0).fileVersion()).isEqualTo("brain.Event:2");
    assertThat(events).extracting(Event::step).containsExactly(0L, 1L, 2L, 3L);
    assertThat(events).extracting(Event::wallTime).containsExactly(0.0, 0.5, 0.75, 0.75);
    assertThat(events.get(1).scalars())
        .containsExactly(
            Map.entry("loss", 2.5f),
            Map.entry("patch_loss", 2.5f),
            Map.entry("learning_rate", 1e-3f),
            Map.entry("gradient_norm", 0.5f),
            Map.entry("patches_per_second", 200f));
    assertThat(events.get(2).scalars())
        .containsEntry("patches_per_second", 600f)
        .containsEntry("tokens_per_second", 80f)
        .containsEntry("token_loss", 1.25f);
    assertThat(events.get(3).scalars())
        .containsOnlyKeys("loss", "patch_loss", "learning_rate", "gradient_norm");
  }

  @Test
  void writesJsonLines() throws Exception {
    List<String> lines = Files.readAllLines(write("run").resolve(TrainingEvents.LINES));
    assertThat(lines).hasSize(3);
    JsonNode line = new ObjectMapper().readTree(lines.get(1));
    assertThat(line.toString())
        .isEqualTo(
            "{\"step\":2,\"loss\":2.25,\"patch_loss\":1.0,\"token_loss\":1.25,"
                + "\"learning_rate\":0.002,\"gradient_norm\":0.75,"
                + "\"patches_per_second\":600.0,\"tokens_per_second\":80.0,\"seconds\":0.75}");
  }

  @Test
  void writesTheSameBytesForTheSameSteps() throws Exception {
    Path first = write("first");
    Path second = write("second");
    assertThat(storage.list(first.toString())).hasSize(2);
    for (String name : List.of(TrainingEvents.EVENTS, TrainingEvents.LINES)) {
      assertThat(first.resolve(name)).hasSameBinaryContentAs(second.resolve(name));
    }
  }

  /** The CRC of RFC 3720, appendix B.4, masked by hand: (crc >>> 15 | crc << 17) + 0xa282ead8. */
  @Test
  void masksChecksumsAsTensorFlowDoes() {
    int crc = 0xe3069283;
    assertThat(RecordStream.maskedCrc("123456789".getBytes(StandardCharsets.US_ASCII)))
        .isEqualTo((crc >>> 15 | crc << 17) + 0xa282ead8);
  }

  /** For {@code src/test/python/check_tensorboard_reads.py}. */
  @Test
  void writesForTensorBoard() throws Exception {
    Path target = Path.of("target", "for-tensorboard").toAbsolutePath();
    TrainingEvents.write(STEPS, storage, target.toString());
    assertThat(events(target)).hasSize(4);
  }

  private Path write(String name) throws IOException {
    Path target = directory.resolve(name);
    TrainingEvents.write(STEPS, storage, target.toString());
    return target;
  }

  private static List<Event> events(Path directory) throws IOException {
    ByteBuffer file =
        ByteBuffer.wrap(Files.readAllBytes(directory.resolve(TrainingEvents.EVENTS)))
            .order(ByteOrder.LITTLE_ENDIAN);
    List<Event> events = new ArrayList<>();
    while (file.hasRemaining()) {
      byte[] length = checked(file, Long.BYTES);
      byte[] record =
          checked(file, (int) ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong());
      events.add(TensorFlowEvents.parse(record));
    }
    return events;
  }

  private static byte[] checked(ByteBuffer file, int size) {
    byte[] bytes = new byte[size];
    file.get(bytes);
    assertThat(file.getInt()).isEqualTo(RecordStream.maskedCrc(bytes));
    return bytes;
  }
}
