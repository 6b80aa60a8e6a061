package io.palimpsest.transforms.storage;

import io.palimpsest.schemas.artifact.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * {@link Storage} on whatever the path's scheme names: Google Cloud Storage ({@code gs://}), or a
 * file system of Beam's ({@code /local}, {@code hdfs://}). Workers have Beam's file systems set up;
 * a client calls {@link org.apache.beam.sdk.io.FileSystems#setDefaultPipelineOptions} first.
 */
public final class BeamStorage implements Storage, Serializable {
  private static final long serialVersionUID = 1L;
  private static final Storage FILES = new FileSystemStorage();

  @Override
  public InputStream open(String path) throws IOException {
    return at(path).open(path);
  }

  @Override
  public OutputStream create(String path) throws IOException {
    return at(path).create(path);
  }

  @Override
  public void requireBelow(String directory, List<String> names) throws IOException {
    at(directory).requireBelow(directory, names);
  }

  @Override
  public OptionalLong size(String path) throws IOException {
    return at(path).size(path);
  }

  @Override
  public Optional<Instant> modified(String path) throws IOException {
    return at(path).modified(path);
  }

  @Override
  public List<String> list(String directory) throws IOException {
    return at(directory).list(directory);
  }

  @Override
  public void move(List<String> from, List<String> to) throws IOException {
    if (!from.isEmpty()) {
      at(to.get(0)).move(from, to);
    }
  }

  @Override
  public Set<String> moveIfAbsent(List<String> from, List<String> to) throws IOException {
    return from.isEmpty() ? Set.of() : at(to.get(0)).moveIfAbsent(from, to);
  }

  @Override
  public void delete(List<String> paths) throws IOException {
    if (!paths.isEmpty()) {
      at(paths.get(0)).delete(paths);
    }
  }

  @Override
  public Lock lock(String path) throws IOException {
    return at(path).lock(path);
  }

  /** Whether files have to come over a network before they can be read. */
  static boolean isRemote(String path) {
    return path.contains("://");
  }

  private static Storage at(String path) {
    return path.startsWith(GcsStorage.SCHEME) ? GcsStorage.current() : FILES;
  }
}
