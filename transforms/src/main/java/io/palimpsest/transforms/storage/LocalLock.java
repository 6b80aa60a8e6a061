package io.palimpsest.transforms.storage;

import io.palimpsest.schemas.artifact.Storage;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * An exclusive lock among the threads and processes of a machine. The operating system gives a dead
 * process's lock back; the lock file is gone after the last holder.
 */
final class LocalLock implements Storage.Lock {
  /** Java's file locks exclude other processes only; these exclude other threads. */
  private static final Map<Path, Semaphore> THREADS = new ConcurrentHashMap<>();

  private final Path path;
  private final FileChannel channel;

  private LocalLock(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  static LocalLock acquire(Path path) throws IOException {
    THREADS.computeIfAbsent(path, p -> new Semaphore(1)).acquireUninterruptibly();
    try {
      return new LocalLock(path, lockedChannel(path));
    } catch (IOException | RuntimeException e) {
      THREADS.get(path).release();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      Files.deleteIfExists(path);
    } finally {
      THREADS.get(path).release();
    }
  }

  private static FileChannel lockedChannel(Path path) throws IOException {
    while (true) {
      Files.createDirectories(path.getParent());
      FileChannel channel =
          FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      Object opened = fileKey(path);
      channel.lock();
      // The holder that we waited for deleted the file: a lock on it excludes nobody.
      if (opened != null && opened.equals(fileKey(path))) {
        return channel;
      }
      channel.close();
    }
  }

  private static Object fileKey(Path path) throws IOException {
    try {
      return Files.readAttributes(path, java.nio.file.attribute.BasicFileAttributes.class)
          .fileKey();
    } catch (NoSuchFileException e) {
      return null;
    }
  }
}
