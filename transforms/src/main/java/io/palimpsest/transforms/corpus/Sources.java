package io.palimpsest.transforms.corpus;

import com.github.luben.zstd.ZstdInputStream;
import io.palimpsest.schemas.InvalidInputException;
import java.io.BufferedInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.io.fs.ResolveOptions.StandardResolveOptions;

/** Finds and opens the files of an input: a file, a folder, a glob, or a class-path resource. */
public final class Sources {
  /** What an input that is a class-path resource begins with. */
  public static final String CLASSPATH = "classpath:";

  private static final int BUFFER_BYTES = 1 << 17;

  private Sources() {}

  /**
   * A file of an input.
   *
   * @param path what to open
   * @param name its path below the input's root
   * @param bytes its size, empty for class-path resources
   * @param checksum the store's own, where it has one
   * @param modified milliseconds since 1970, 0 where unknown
   */
  public record Found(
      String path, String name, Optional<Long> bytes, Optional<String> checksum, long modified) {}

  /**
   * All files of an input, in order of their names. Files and folders whose names begin with a dot
   * or an underscore are left out of folders.
   *
   * @throws InvalidInputException if there is none
   */
  public static List<Found> match(String input) throws IOException {
    if (input.startsWith(CLASSPATH)) {
      return List.of(new Found(input, baseName(input), Optional.empty(), Optional.empty(), 0));
    }
    boolean glob = input.matches(".*[*?\\[{].*");
    List<Found> files = glob ? List.of() : files(input, parent(input));
    if (files.isEmpty() && glob) {
      files = files(input, parent(input.replaceAll("[*?\\[{].*", "")));
    } else if (files.isEmpty()) {
      files =
          files(below(input), below(input).replace("**", "")).stream()
              .filter(file -> !file.name().matches("(.*/)?[._].*"))
              .toList();
    }
    if (files.isEmpty()) {
      throw new InvalidInputException(
          "no file matches input '%s'; name a file, a folder, a glob such as 'texts/*.txt', or %sRESOURCE"
              .formatted(input, CLASSPATH));
    }
    return files;
  }

  /** Opens a file from {@code start} on; decompresses it if its name says so. */
  public static InputStream open(String path, long start) throws IOException {
    InputStream raw = new BufferedInputStream(raw(path, start), BUFFER_BYTES);
    if (path.endsWith(".gz")) {
      return new GZIPInputStream(raw, BUFFER_BYTES);
    }
    return path.endsWith(".zst") || path.endsWith(".zstd") ? new ZstdInputStream(raw) : raw;
  }

  /** Opens a file as it is stored. */
  public static InputStream raw(String path, long start) throws IOException {
    if (path.startsWith(CLASSPATH)) {
      String resource = path.substring(CLASSPATH.length()).replaceFirst("^/+", "");
      InputStream in = Sources.class.getClassLoader().getResourceAsStream(resource);
      if (in == null) {
        throw new FileNotFoundException(path);
      }
      return in;
    }
    ReadableByteChannel channel = FileSystems.open(FileSystems.matchNewResource(path, false));
    if (start > 0) {
      ((SeekableByteChannel) channel).position(start);
    }
    return Channels.newInputStream(channel);
  }

  /** Whether a file can be read from its middle on. */
  static boolean isSeekable(String path) {
    return !path.startsWith(CLASSPATH) && !isCompressed(path);
  }

  /** Whether a file's name says that it is compressed. */
  public static boolean isCompressed(String path) {
    return path.endsWith(".gz") || path.endsWith(".zst") || path.endsWith(".zstd");
  }

  /** A file's name without the ending that says how it is compressed. */
  public static String uncompressedName(String path) {
    return path.replaceFirst("\\.(gz|zst|zstd)$", "");
  }

  private static List<Found> files(String pattern, String root) throws IOException {
    List<Found> files = new ArrayList<>();
    for (MatchResult.Metadata found :
        FileSystems.match(pattern, EmptyMatchTreatment.ALLOW).metadata()) {
      String path = found.resourceId().toString();
      if (!found.resourceId().isDirectory() && !path.endsWith("/")) {
        files.add(
            new Found(
                path,
                path.startsWith(root) ? path.substring(root.length()) : baseName(path),
                Optional.of(found.sizeBytes()),
                Optional.ofNullable(found.checksum()),
                found.lastModifiedMillis()));
      }
    }
    files.sort(Comparator.comparing(Found::name));
    return files;
  }

  private static String below(String folder) {
    return FileSystems.matchNewResource(folder, /* isDirectory= */ true)
        .resolve("**", StandardResolveOptions.RESOLVE_FILE)
        .toString();
  }

  private static String parent(String path) {
    return path.substring(0, path.lastIndexOf('/') + 1);
  }

  private static String baseName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
