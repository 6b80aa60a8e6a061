package io.palimpsest.transforms.storage;

import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.artifact.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.io.fs.MoveOptions.StandardMoveOptions;
import org.apache.beam.sdk.io.fs.ResolveOptions.StandardResolveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;

/**
 * {@link Storage} on whatever file system the path's scheme names ({@code /local}, {@code gs://}).
 * Workers have Beam's file systems set up; a client calls {@link
 * FileSystems#setDefaultPipelineOptions} first.
 */
public final class BeamStorage implements Storage, Serializable {
  private static final long serialVersionUID = 1L;
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
  public OptionalLong size(String path) throws IOException {
    return match(path).stream().mapToLong(MatchResult.Metadata::sizeBytes).findFirst();
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

  /** Beam follows links to folders: what is listed here may be deleted, what they lead to not. */
  private static List<String> withoutLinkedFolders(String directory, List<String> files)
      throws IOException {
    List<String> kept = new ArrayList<>();
    for (String file : files) {
      Path parent = Path.of(file).getParent();
      // A folder that another process has deleted meanwhile holds nothing any more.
      if (Files.exists(parent) && parent.toRealPath().startsWith(Path.of(directory).toRealPath())) {
        kept.add(file);
      }
    }
    return kept;
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
  public Lock lock(String path) throws IOException {
    // Object stores commit by a precondition on the manifest instead, see SPEC.md.
    return isLocal(path) ? LocalLock.acquire(Path.of(path)) : () -> {};
  }

  private static boolean isLocal(String path) {
    return file(path).getScheme().equals("file");
  }

  private static List<MatchResult.Metadata> match(String pattern) throws IOException {
    return FileSystems.match(pattern, EmptyMatchTreatment.ALLOW).metadata();
  }

  private static List<ResourceId> files(List<String> paths) {
    return paths.stream().map(BeamStorage::file).toList();
  }

  private static ResourceId file(String path) {
    return FileSystems.matchNewResource(path, /* isDirectory= */ false);
  }
}
