package io.palimpsest.pipelines.run;

import io.palimpsest.schemas.artifact.Storage;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a run had to do with, {@code runs/<workflow>/<started>-<run>.json}: written when it begins,
 * with the artifacts that it is going to reuse, and again when it ends.
 *
 * @param path of the file
 * @param workflow whose run it is
 * @param started when the run began; {@link Instant#MAX} of {@code latest.json}, which always
 *     counts
 * @param artifacts type, slash and fingerprint of each that it refers to
 * @param isLatest whether it is a {@code latest.json}
 */
record RunRecord(
    String path, String workflow, Instant started, Set<String> artifacts, boolean isLatest) {
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);
  private static final Pattern FILE =
      Pattern.compile(".*/runs/([^/]+)/(latest|(\\d{8}T\\d{6}\\.\\d{3}Z)-[^/]*)\\.json");
  private static final Pattern ARTIFACT = Pattern.compile(".*/([^/]+/[0-9a-f]{64})");

  /** Writes a run's record, in the place of the one that it wrote before. */
  static void write(Workspace workspace, RunResult result, Instant started, String run)
      throws IOException {
    String path =
        "%s/runs/%s/%s-%s.json"
            .formatted(
                workspace.path(),
                result.workflow(),
                NAME.format(started.truncatedTo(ChronoUnit.MILLIS)),
                run);
    RunResult.write(workspace.store().storage(), path, result);
  }

  /** All records of a workspace. */
  static List<RunRecord> list(Storage storage, String workspace) throws IOException {
    List<RunRecord> records = new ArrayList<>();
    for (String path : storage.list(workspace + "/runs")) {
      Matcher file = FILE.matcher(path);
      if (file.matches()) {
        Instant started =
            file.group(3) == null ? Instant.MAX : NAME.parse(file.group(3), Instant::from);
        // Another process may have cleared it away since it was listed.
        RunResult.read(storage, path)
            .map(
                run ->
                    new RunRecord(
                        path, file.group(1), started, artifacts(run), file.group(3) == null))
            .ifPresent(records::add);
      }
    }
    return records;
  }

  private static Set<String> artifacts(RunResult run) {
    Set<String> artifacts = new TreeSet<>();
    for (StageResult stage : run.stages().values()) {
      for (String directory : new String[] {stage.artifact(), stage.lastArtifact()}) {
        // By the last two parts: a workspace may have moved since.
        Matcher artifact = ARTIFACT.matcher(directory == null ? "" : directory);
        if (artifact.matches()) {
          artifacts.add(artifact.group(1));
        }
      }
    }
    return artifacts;
  }
}
