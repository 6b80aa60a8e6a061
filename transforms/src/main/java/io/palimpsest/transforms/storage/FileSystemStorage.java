package io.palimpsest.transforms.storage;

import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.artifact.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.io.fs.MoveOptions.StandardMoveOptions;
import org.apache.beam.sdk.io.fs.ResolveOptions.StandardResolveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;

/** {@link Storage} on a file system of Beam's that has locks, or no second writer. */
final class FileSystemStorage implements Storage {
  private static final String BINARY = "application/octet-stream";

  @Override
  public InputStream open(String path) throws IOException {
    return Channels.newInputStream(FileSystems.open(file(path)));
  }

  @Override
  public OutputStream create(String path) throws IOException {
    return Channels.newOutputStream(FileSystems.create(file(path), BINARY));
  }

  @Override
  public OptionalLong size(String path) throws IOException {
    return match(path).stream().mapToLong(MatchResult.Metadata::sizeBytes).findFirst();
  }

  @Override
  public Optional<Instant> modified(String path) throws IOException {
    return match(path).stream()
        .map(MatchResult.Metadata::lastModifiedMillis)
        .filter(millis -> millis > 0)
        .map(Instant::ofEpochMilli)
        .findFirst();
  }

  @Override
  public List<String> list(String directory) throws IOException {
    String below =
        FileSystems.matchNewResource(directory, /* isDirectory= */ true)
            .resolve("**", StandardResolveOptions.RESOLVE_FILE)
            .toString();
    List<String> files =
        match(below).stream()
            .map(MatchResult.Metadata::resourceId)
            .filter(found -> !found.isDirectory())
            .map(ResourceId::toString)
            .sorted()
            .toList();
    return isLocal(directory) ? withoutLinkedFolders(directory, files) : files;
  }

  @Override
  public void requireBelow(String directory, List<String> names) throws IOException {
    if (!isLocal(directory) || !Files.isDirectory(Path.of(directory))) {
      return;
    }
    Path root = Path.of(directory).toRealPath();
    for (String name : names) {
      Path file = Path.of(directory, name);
      if (Files.exists(file) && !file.toRealPath().startsWith(root)) {
        throw new InvalidInputException(
            "%s is a link that leads out of its artifact, to %s; put the file in its place or delete the directory"
                .formatted(file, file.toRealPath()));
      }
    }
  }

  @Override
  public void move(List<String> from, List<String> to) throws IOException {
    FileSystems.rename(files(from), files(to));
  }

  @Override
  public void delete(List<String> paths) throws IOException {
    FileSystems.delete(files(paths), StandardMoveOptions.IGNORE_MISSING_FILES);
  }

  @Override
  public Set<String> moveIfAbsent(List<String> from, List<String> to) throws IOException {
    Set<String> present = new LinkedHashSet<>();
    List<String> free = new ArrayList<>();
    List<String> targets = new ArrayList<>();
    for (int i = 0; i < from.size(); i++) {
      if (size(to.get(i)).isPresent()) {
        present.add(to.get(i));
      } else {
        free.add(from.get(i));
        targets.add(to.get(i));
      }
    }
    move(free, targets);
    return present;
  }

  @Override
  public Lock lock(String path) throws IOException {
    return isLocal(path) ? LocalLock.acquire(Path.of(path)) : Lock.NONE;
  }

  /** Beam follows links to folders: what is listed here may be deleted, what they lead to not. */
  private static List<String> withoutLinkedFolders(String directory, List<String> files)
      throws IOException {
    Map<Path, Boolean> isInside = new HashMap<>();
    List<String> kept = new ArrayList<>();
    for (String file : files) {
      Path folder = Path.of(file).getParent();
      Boolean inside = isInside.get(folder);
      if (inside == null) {
        inside = isInside(Path.of(directory), folder);
        isInside.put(folder, inside);
      }
      if (inside) {
        kept.add(file);
      }
    }
    return kept;
  }

  private static boolean isInside(Path directory, Path folder) throws IOException {
    try {
      return folder.toRealPath().startsWith(directory.toRealPath());
    } catch (NoSuchFileException e) {
      // A folder that another process has deleted meanwhile holds nothing any more.
      return false;
    }
  }

  private static boolean isLocal(String path) {
    return file(path).getScheme().equals("file");
  }

  private static List<MatchResult.Metadata> match(String pattern) throws IOException {
    return FileSystems.match(pattern, EmptyMatchTreatment.ALLOW).metadata();
  }

  private static List<ResourceId> files(List<String> paths) {
    return paths.stream().map(FileSystemStorage::file).toList();
  }

  private static ResourceId file(String path) {
    return FileSystems.matchNewResource(path, /* isDirectory= */ false);
  }
}
