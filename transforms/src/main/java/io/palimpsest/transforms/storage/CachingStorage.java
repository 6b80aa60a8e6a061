package io.palimpsest.transforms.storage;

import com.google.cloud.storage.Blob;
import io.palimpsest.schemas.artifact.Checksum;
import io.palimpsest.schemas.artifact.Storage;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.beam.sdk.options.PipelineOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link BeamStorage} for a process that reads much and often: objects come over the network once,
 * in parallel ranges, into a bounded folder of the local disk. Local paths are left alone.
 */
public final class CachingStorage implements Storage {
  private static final Logger LOG = LoggerFactory.getLogger(CachingStorage.class);

  /** Smaller objects are read once, mostly, and come by one call. */
  private static final long SMALL = 1 << 20;

  private final Storage storage = new BeamStorage();
  private final Path folder;
  private final long mostBytes;
  private final ExecutorService ahead = Executors.newSingleThreadExecutor(CachingStorage::daemon);

  /** SHA-256 of what this process wrote, so that it need not be downloaded to be known. */
  private final Map<String, String> written = new ConcurrentHashMap<>();

  private CachingStorage(Path folder, long mostBytes) {
    this.folder = folder;
    this.mostBytes = mostBytes;
  }

  /** As {@link StorageOptions} say. */
  public static CachingStorage of(PipelineOptions options) throws IOException {
    StorageOptions chosen = options.as(StorageOptions.class);
    return new CachingStorage(
        Path.of(chosen.getDownloadCache()), chosen.getDownloadCacheMegabytes() * 1_000_000);
  }

  @Override
  public InputStream open(String path) throws IOException {
    if (!BeamStorage.isRemote(path)) {
      return storage.open(path);
    }
    Blob object = GcsStorage.current().require(path);
    return isWorthACopy(object) ? cache().open(object) : storage.open(path);
  }

  @Override
  public void prefetch(String path) {
    if (BeamStorage.isRemote(path)) {
      ahead.execute(() -> fetch(path));
    }
  }

  @Override
  public OutputStream create(String path) throws IOException {
    OutputStream out = storage.create(path);
    return BeamStorage.isRemote(path) ? new Digesting(out, path) : out;
  }

  @Override
  public String checksum(String path) throws IOException {
    String known = written.get(path);
    return known == null ? storage.checksum(path) : known;
  }

  @Override
  public void requireBelow(String directory, List<String> names) throws IOException {
    storage.requireBelow(directory, names);
  }

  @Override
  public OptionalLong size(String path) throws IOException {
    return storage.size(path);
  }

  @Override
  public Optional<Instant> modified(String path) throws IOException {
    return storage.modified(path);
  }

  @Override
  public List<String> list(String directory) throws IOException {
    return storage.list(directory);
  }

  @Override
  public void move(List<String> from, List<String> to) throws IOException {
    to.forEach(written::remove);
    storage.move(from, to);
  }

  @Override
  public Set<String> moveIfAbsent(List<String> from, List<String> to) throws IOException {
    return storage.moveIfAbsent(from, to);
  }

  @Override
  public void delete(List<String> paths) throws IOException {
    paths.forEach(written::remove);
    storage.delete(paths);
  }

  @Override
  public Lock lock(String path) throws IOException {
    return storage.lock(path);
  }

  private void fetch(String path) {
    try {
      Blob object = GcsStorage.current().require(path);
      if (isWorthACopy(object)) {
        cache().fetch(object);
      }
    } catch (IOException | RuntimeException e) {
      // Whoever opens it will hear of it.
      LOG.info("{} was not fetched ahead: {}", path, e.getMessage());
    }
  }

  private boolean isWorthACopy(Blob object) {
    return object.getSize() >= SMALL && object.getSize() <= mostBytes;
  }

  private DownloadCache cache() throws IOException {
    return new DownloadCache(Files.createDirectories(folder), mostBytes, GcsClient.current());
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "download");
    thread.setDaemon(true);
    return thread;
  }

  /** Remembers the digest of what passes through. */
  private final class Digesting extends FilterOutputStream {
    private final String path;
    private final MessageDigest digest = Checksum.sha256();
    private boolean open = true;

    private Digesting(OutputStream out, String path) {
      super(out);
      this.path = path;
    }

    @Override
    public void write(int value) throws IOException {
      digest.update((byte) value);
      out.write(value);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      digest.update(bytes, offset, length);
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      if (open) {
        open = false;
        out.close();
        written.put(path, Checksum.format(digest));
      }
    }
  }
}
