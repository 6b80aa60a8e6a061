package io.palimpsest.transforms.storage;

import com.google.cloud.storage.Blob;
import com.google.cloud.storage.Storage;
import io.palimpsest.schemas.artifact.Checksum;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.beam.sdk.options.DefaultValueFactory;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * Copies of objects on the local disk, shared by all processes of a machine: several epochs, and
 * many runs from one checkpoint, download a file once. The folder holds no more than its bound;
 * what was opened longest ago goes first, and what is open stays readable.
 */
final class DownloadCache {
  private static final String COPY = ".copy";
  private static final String PART = ".part";
  private static final String LOCK = ".lock";
  private static final Duration ABANDONED = Duration.ofHours(1);

  private final Path folder;
  private final long mostBytes;
  private final ParallelDownload download;

  /**
   * @param mostBytes that the folder holds
   */
  DownloadCache(Path folder, long mostBytes, Storage client) {
    this.folder = folder;
    this.mostBytes = mostBytes;
    this.download = new ParallelDownload(client);
  }

  /** Where copies lie if nobody says otherwise. */
  public static final class DefaultFolder implements DefaultValueFactory<String> {
    @Override
    public String create(PipelineOptions options) {
      return Path.of(
              System.getProperty("java.io.tmpdir"),
              "palimpsest-downloads-" + System.getProperty("user.name"))
          .toString();
    }
  }

  /** Opens an object's copy, which is downloaded first if there is none. */
  InputStream open(Blob object) throws IOException {
    Path copy = copy(object);
    while (true) {
      try {
        InputStream in = Files.newInputStream(copy);
        Files.setLastModifiedTime(copy, FileTime.from(Instant.now()));
        return in;
      } catch (NoSuchFileException e) {
        // Not there yet, or another process made room for something else.
        fetch(object);
      }
    }
  }

  /** Downloads an object, unless it is there. */
  void fetch(Blob object) throws IOException {
    Path copy = copy(object);
    try (LocalLock lock = LocalLock.acquire(sibling(copy, LOCK))) {
      if (!Files.exists(copy)) {
        fetch(object, sibling(copy, PART), copy);
      }
    }
  }

  private void fetch(Blob object, Path part, Path copy) throws IOException {
    try (LocalLock lock = LocalLock.acquire(folder.resolve("room" + LOCK))) {
      makeRoom(object.getSize());
      // Takes its place at once, so that the next who makes room sees it.
      ParallelDownload.reserve(part, object.getSize());
    }
    try {
      download.to(part, object);
      Files.move(part, copy, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private void makeRoom(long bytes) throws IOException {
    List<Path> oldestFirst;
    try (Stream<Path> files = Files.list(folder)) {
      oldestFirst =
          files
              .filter(DownloadCache::mayGo)
              .sorted(Comparator.comparing(DownloadCache::used))
              .toList();
    }
    long held = 0;
    for (Path file : oldestFirst) {
      held += size(file);
    }
    for (Path file : oldestFirst) {
      if (held + bytes <= mostBytes) {
        return;
      }
      held -= size(file);
      Files.deleteIfExists(file);
    }
  }

  /** Of one generation: an object that was replaced is another. */
  private Path copy(Blob object) {
    String identity = "%s#%d".formatted(object.getBlobId().toGsUtilUri(), object.getGeneration());
    var digest = Checksum.sha256();
    digest.update(identity.getBytes(StandardCharsets.UTF_8));
    return folder.resolve(Checksum.format(digest).replace("sha256:", "") + COPY);
  }

  private static Path sibling(Path copy, String ending) {
    return copy.resolveSibling(copy.getFileName().toString().replace(COPY, ending));
  }

  /** Copies, and downloads of processes that are no more; those that go on change by the second. */
  private static boolean mayGo(Path file) {
    return file.toString().endsWith(COPY)
        || (file.toString().endsWith(PART)
            && used(file).toInstant().isBefore(Instant.now().minus(ABANDONED)));
  }

  private static FileTime used(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      // Another process made room at the same time.
      return FileTime.fromMillis(0);
    }
  }

  private static long size(Path file) throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException e) {
      return 0;
    }
  }
}
