package io.palimpsest.pipelines.cli;

import io.palimpsest.schemas.artifact.Checksum;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The checksums of a workspace's data files that must be the same for every run. */
final class Snapshot {
  private static final List<String> TIMED =
      List.of(
          "manifest.json",
          "log.avro",
          "events.out.tfevents.0.palimpsest",
          "scalars.jsonl",
          "index.html");

  private Snapshot() {}

  /** By path below the artifacts; files that record times are left out. */
  static SortedMap<String, String> of(Path workspace) throws IOException {
    Path artifacts = workspace.resolve("artifacts");
    SortedMap<String, String> checksums = new TreeMap<>();
    try (Stream<Path> files = Files.walk(artifacts)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!TIMED.contains(file.getFileName().toString())) {
          try (InputStream in = Files.newInputStream(file)) {
            checksums.put(artifacts.relativize(file).toString(), Checksum.of(in));
          }
        }
      }
    }
    return checksums;
  }
}
