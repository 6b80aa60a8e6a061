package io.palimpsest.pipelines.cli;

import io.palimpsest.schemas.artifact.Storage;
import io.palimpsest.transforms.storage.BeamStorage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

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
    return of(workspace.toString(), PipelineOptionsFactory.create());
  }

  /**
   * The same of a workspace anywhere.
   *
   * @param options how to get at it
   */
  static SortedMap<String, String> of(String workspace, PipelineOptions options)
      throws IOException {
    FileSystems.setDefaultPipelineOptions(options);
    Storage storage = new BeamStorage();
    String artifacts = workspace + "/artifacts";
    SortedMap<String, String> checksums = new TreeMap<>();
    for (String file : storage.list(artifacts)) {
      if (!TIMED.contains(file.substring(file.lastIndexOf('/') + 1))) {
        checksums.put(file.substring(artifacts.length()), storage.checksum(file));
      }
    }
    return checksums;
  }
}
