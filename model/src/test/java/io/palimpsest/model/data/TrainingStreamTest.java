package io.palimpsest.model.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palimpsest.model.LocalStorage;
import io.palimpsest.schemas.InvalidInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingStreamTest {
  private static final int COUNT = 600;

  private final LocalStorage storage = new LocalStorage();
  @TempDir Path directory;
  private List<String> shards;

  @BeforeEach
  void write() throws IOException {
    shards = Shards.write(storage, directory.toString(), Sequences.many(COUNT, 4), 3);
  }

  @Test
  void givesEachRecordOnceAnEpochInAnotherOrder() throws Exception {
    try (TrainingStream stream = new TrainingStream(storage, shards, 7, Position.START)) {
      List<String> first = ids(stream, COUNT);
      List<String> second = ids(stream, COUNT);
      assertThat(first).doesNotHaveDuplicates().hasSize(COUNT);
      assertThat(second).containsExactlyInAnyOrderElementsOf(first).isNotEqualTo(first);
    }
  }

  @Test
  void isAFunctionOfTheSeed() throws Exception {
    assertThat(ids(7)).isEqualTo(ids(7)).isNotEqualTo(ids(8));
  }

  @Test
  void goesOnFromAnyPositionAsIfNeverStopped() throws Exception {
    try (TrainingStream straight = new TrainingStream(storage, shards, 7, Position.START)) {
      for (int i = 0; i < 20; i++) {
        Position position = straight.position();
        List<String> expected = ids(straight, 97);
        try (TrainingStream resumed = new TrainingStream(storage, shards, 7, position)) {
          assertThat(ids(resumed, 97)).isEqualTo(expected);
        }
      }
      assertThat(straight.position()).isEqualTo(new Position(3, 20 * 97 - 3 * COUNT));
    }
  }

  @Test
  void refusesShardsWithoutRecords() throws Exception {
    List<String> empty = Shards.write(storage, directory + "/empty", List.of(), 1);
    try (TrainingStream stream = new TrainingStream(storage, empty, 7, Position.START)) {
      assertThatThrownBy(() -> stream.next(1))
          .isInstanceOf(InvalidInputException.class)
          .hasMessage("no record to train on in " + empty);
    }
  }

  private List<String> ids(long seed) throws IOException {
    try (TrainingStream stream = new TrainingStream(storage, shards, seed, Position.START)) {
      return ids(stream, COUNT);
    }
  }

  private static List<String> ids(TrainingStream stream, int count) throws IOException {
    return stream.next(count).stream().map(Sample::documentId).toList();
  }
}
