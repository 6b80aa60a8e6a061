package io.palimpsest.schemas.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The few file operations that artifacts need, on any file system. Paths are absolute, with {@code
 * /} between parts; directories exist as soon as a file lies in them. Implementations are stateless
 * and safe for use by many threads.
 */
public interface Storage {
  /**
   * Opens a file for sequential reading, unbuffered.
   *
   * @throws java.io.FileNotFoundException if there is none
   */
  InputStream open(String path) throws IOException;

  /** Creates or replaces a file; on object stores it appears when the stream is closed. */
  OutputStream create(String path) throws IOException;

  /**
   * Makes sure that files really lie in a directory, wherever that lies itself: where file systems
   * have links, a name alone does not say so. Files that are not there are passed over.
   *
   * @param names below the directory
   * @throws io.palimpsest.schemas.InvalidInputException naming the first that lies elsewhere
   */
  default void requireBelow(String directory, List<String> names) throws IOException {}

  /** The size of a file in bytes, empty if there is none. */
  OptionalLong size(String path) throws IOException;

  /** When a file was last written, empty if there is none or where the storage does not know. */
  default Optional<Instant> modified(String path) throws IOException {
    return Optional.empty();
  }

  /**
   * The paths of all files below a directory at any depth, sorted; none if it does not exist. Links
   * to folders are not followed.
   */
  List<String> list(String directory) throws IOException;

  /** Moves files, replacing what is there; {@code from} and {@code to} correspond by index. */
  void move(List<String> from, List<String> to) throws IOException;

  /**
   * Moves files to where none is yet; {@code from} and {@code to} correspond by index. Where a file
   * is already, it stays, and so does the one that should have gone there. On a storage without
   * locks, of several that move to one place at the same time exactly one succeeds.
   *
   * @return the paths of {@code to} where something else was
   */
  Set<String> moveIfAbsent(List<String> from, List<String> to) throws IOException;

  /** Says that a file will be opened soon, so that a storage far away may fetch it meanwhile. */
  default void prefetch(String path) {}

  /** The SHA-256 of a file, as {@link Checksum} writes it. */
  default String checksum(String path) throws IOException {
    try (InputStream in = open(path)) {
      return Checksum.of(in);
    }
  }

  /** Deletes files; one that is not there is no error. */
  void delete(List<String> paths) throws IOException;

  /**
   * Waits for the exclusive right, among all processes, to commit under {@code path}; closing gives
   * it back, as does the holder's death. {@link Lock#NONE} where the storage has no such right.
   */
  Lock lock(String path) throws IOException;

  /** A right that is held until closed. */
  interface Lock extends AutoCloseable {
    /** No right at all: others may commit at the same time. */
    Lock NONE =
        new Lock() {
          @Override
          public boolean isExclusive() {
            return false;
          }

          @Override
          public void close() {}
        };

    default boolean isExclusive() {
      return true;
    }

    @Override
    void close() throws IOException;
  }
}
