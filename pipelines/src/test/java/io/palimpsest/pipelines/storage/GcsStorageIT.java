package io.palimpsest.pipelines.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.palimpsest.schemas.artifact.Checksum;
import io.palimpsest.schemas.artifact.Storage;
import io.palimpsest.transforms.storage.BeamStorage;
import io.palimpsest.transforms.storage.CachingStorage;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.beam.sdk.io.FileSystems;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files in a bucket of a storage server. */
@Tag("cluster")
class GcsStorageIT {
  @TempDir static Path directory;
  private static FakeGcs server;
  private static String bucket;

  private final Storage storage = new BeamStorage();

  @BeforeAll
  static void startServer() throws Exception {
    server = FakeGcs.start(directory.resolve("server.log"));
    bucket = server.bucket("files");
    FileSystems.setDefaultPipelineOptions(server.options());
  }

  @AfterAll
  static void stopServer() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void whatWasWrittenIsReadFromAnyPlace() throws IOException {
    byte[] bytes = bytes(20_000_000);
    String path = bucket + "/large/of several chunks";
    write(path, bytes);
    assertThat(storage.size(path)).hasValue(bytes.length);
    assertThat(storage.checksum(path)).isEqualTo(Checksum.of(new ByteArrayInputStream(bytes)));
    try (InputStream in = storage.open(path)) {
      in.skipNBytes(12_345_678);
      assertThat(in.read()).isEqualTo(bytes[12_345_678] & 0xff);
      in.skipNBytes(bytes.length - 12_345_680);
      assertThat(in.read()).isEqualTo(bytes[bytes.length - 1] & 0xff);
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @Test
  void emptyFilesAreFilesAndMissingOnesAreSaidToBe() throws IOException {
    String path = bucket + "/empty";
    write(path, new byte[0]);
    assertThat(storage.size(path)).hasValue(0);
    try (InputStream in = storage.open(path)) {
      assertThat(in.read()).isEqualTo(-1);
    }
    assertThat(storage.size(bucket + "/none")).isEmpty();
    assertThat(storage.modified(path).orElseThrow())
        .isCloseTo(Instant.now(), within(10, ChronoUnit.MINUTES));
    assertThat(storage.modified(bucket + "/none")).isEmpty();
    assertThat(storage.list(bucket + "/none")).isEmpty();
    assertThatThrownBy(() -> storage.open(bucket + "/none"))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessageContaining(bucket + "/none");
    storage.delete(List.of(bucket + "/none"));
  }

  @Test
  void movedAndDeletedFilesAreGone() throws IOException {
    List<String> from = new ArrayList<>();
    List<String> to = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      from.add("%s/from/%02d".formatted(bucket, i));
      to.add("%s/to/deep/%02d".formatted(bucket, i));
      write(from.get(i), bytes(i));
    }
    storage.move(from, to);
    assertThat(storage.list(bucket + "/from")).isEmpty();
    assertThat(storage.list(bucket + "/to")).isEqualTo(to);
    assertThat(storage.size(to.get(39))).hasValue(39);
    storage.delete(to);
    assertThat(storage.list(bucket + "/to")).isEmpty();
  }

  @Test
  void ofManyMovesToOnePlaceOneSucceeds() throws Exception {
    String place = bucket + "/race/place";
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Set<String>>> moves = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        String from = "%s/race/from-%d".formatted(bucket, i);
        write(from, ("text of " + i).getBytes(StandardCharsets.UTF_8));
        moves.add(() -> storage.moveIfAbsent(List.of(from), List.of(place)));
      }
      int winners = 0;
      for (Future<Set<String>> move : threads.invokeAll(moves)) {
        winners += move.get().isEmpty() ? 1 : 0;
      }
      assertThat(winners).isEqualTo(1);
      assertThat(storage.list(bucket + "/race")).hasSize(16).contains(place);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void anEqualFileThatIsThereIsNoOtherFile() throws IOException {
    String place = bucket + "/equal/place";
    for (String name : List.of("one", "two")) {
      write(bucket + "/equal/" + name, bytes(1000));
      assertThat(storage.moveIfAbsent(List.of(bucket + "/equal/" + name), List.of(place)))
          .isEmpty();
    }
    assertThat(storage.list(bucket + "/equal")).containsExactly(place);
  }

  @Test
  void downloadsAreKeptWithinTheirBound() throws IOException {
    Path folder = directory.resolve("downloads");
    Storage caching =
        CachingStorage.of(
            server.options("--downloadCache=" + folder, "--downloadCacheMegabytes=100"));
    for (int i = 0; i < 4; i++) {
      byte[] bytes = bytes(40_000_000 + i);
      String path = "%s/shards/%d".formatted(bucket, i);
      write(path, bytes);
      try (InputStream in = caching.open(path)) {
        assertThat(Checksum.of(in)).isEqualTo(Checksum.of(new ByteArrayInputStream(bytes)));
      }
      assertThat(sizes(folder)).hasSizeLessThanOrEqualTo(2);
    }
    // What was used last is still there.
    assertThat(sizes(folder)).containsExactly(40_000_002L, 40_000_003L);
    storage.delete(List.of(bucket + "/shards/3"));
    write(bucket + "/shards/3", bytes(30_000_000));
    try (InputStream in = caching.open(bucket + "/shards/3")) {
      assertThat(in.readAllBytes()).as("the new one, not the copy of the old").hasSize(30_000_000);
    }
  }

  @Test
  void whatIsLargerThanTheBoundIsReadWithoutACopy() throws IOException {
    Path folder = directory.resolve("small");
    Storage caching =
        CachingStorage.of(
            server.options("--downloadCache=" + folder, "--downloadCacheMegabytes=10"));
    write(bucket + "/too-large", bytes(11_000_000));
    try (InputStream in = caching.open(bucket + "/too-large")) {
      assertThat(in.readAllBytes()).hasSize(11_000_000);
    }
    assertThat(folder).doesNotExist();
  }

  @Test
  void theDigestOfWhatAProcessWroteNeedsNoDownload() throws IOException {
    Storage caching = CachingStorage.of(server.options());
    String path = bucket + "/weights";
    try (OutputStream out = caching.create(path)) {
      out.write(bytes(1000));
    }
    String known = caching.checksum(path);
    assertThat(known).isEqualTo(storage.checksum(path));
    write(path, bytes(2000));
    assertThat(caching.checksum(path)).isEqualTo(known);
    caching.delete(List.of(path));
    assertThatThrownBy(() -> caching.checksum(path)).isInstanceOf(FileNotFoundException.class);
  }

  private void write(String path, byte[] bytes) throws IOException {
    try (OutputStream out = storage.create(path)) {
      out.write(bytes);
    }
  }

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }

  private static List<Long> sizes(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.toFile().length()).sorted().toList();
    }
  }
}
