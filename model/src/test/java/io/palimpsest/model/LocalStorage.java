package io.palimpsest.model;

import io.palimpsest.schemas.artifact.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/** Files of this machine, for tests. */
public final class LocalStorage implements Storage {

  @Override
  public InputStream open(String path) throws IOException {
    return Files.newInputStream(Path.of(path));
  }

  @Override
  public OutputStream create(String path) throws IOException {
    Files.createDirectories(Path.of(path).getParent());
    return Files.newOutputStream(Path.of(path));
  }

  @Override
  public OptionalLong size(String path) throws IOException {
    Path file = Path.of(path);
    return Files.exists(file) ? OptionalLong.of(Files.size(file)) : OptionalLong.empty();
  }

  @Override
  public List<String> list(String directory) throws IOException {
    if (!Files.isDirectory(Path.of(directory))) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(Path.of(directory))) {
      return files.filter(Files::isRegularFile).map(Path::toString).sorted().toList();
    }
  }

  @Override
  public void move(List<String> from, List<String> to) throws IOException {
    for (int i = 0; i < from.size(); i++) {
      Files.createDirectories(Path.of(to.get(i)).getParent());
      Files.move(Path.of(from.get(i)), Path.of(to.get(i)), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  @Override
  public void delete(List<String> paths) throws IOException {
    for (String path : paths) {
      Files.deleteIfExists(Path.of(path));
    }
  }

  @Override
  public Set<String> moveIfAbsent(List<String> from, List<String> to) {
    throw new UnsupportedOperationException("models commit nothing");
  }

  @Override
  public Lock lock(String path) {
    return Lock.NONE;
  }
}
