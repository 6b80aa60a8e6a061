package io.palimpsest.pipelines.run;

import io.palimpsest.schemas.artifact.Artifact;
import io.palimpsest.schemas.artifact.Manifest;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which artifacts are needed: those that a workflow's plan names, that were made since some time,
 * or that a run since then or a workflow's last run refers to; and all that those were made from.
 *
 * @param artifacts all of the workspace, by type, slash and fingerprint
 * @param planned of the same form
 * @param since that time
 */
record References(Map<String, Artifact> artifacts, Set<String> planned, Instant since) {

  /** All that must stay. */
  Set<String> needed(List<RunRecord> records) {
    Deque<String> open = new ArrayDeque<>(planned);
    records.stream()
        .filter(record -> counts(record, records))
        .map(RunRecord::artifacts)
        .forEach(open::addAll);
    artifacts.forEach(
        (id, artifact) -> {
          if (!made(artifact.manifest()).isBefore(since)) {
            open.add(id);
          }
        });
    Set<String> needed = new TreeSet<>();
    while (!open.isEmpty()) {
      String id = open.pop();
      if (needed.add(id)) {
        Optional.ofNullable(artifacts.get(id)).map(References::inputs).ifPresent(open::addAll);
      }
    }
    return needed;
  }

  /** Whether what a run refers to stays. */
  boolean counts(RunRecord record, List<RunRecord> records) {
    return record.isLatest()
        || !record.started().isBefore(since)
        || records.stream()
            .filter(other -> !other.isLatest() && other.workflow().equals(record.workflow()))
            .noneMatch(other -> other.started().isAfter(record.started()));
  }

  /** When a run referred to an artifact last, or when it was made if none did. */
  Instant lastUsed(String id, List<RunRecord> records) {
    return records.stream()
        .filter(record -> !record.isLatest() && record.artifacts().contains(id))
        .map(RunRecord::started)
        .max(Instant::compareTo)
        .orElseGet(() -> made(artifacts.get(id).manifest()));
  }

  private static Collection<String> inputs(Artifact artifact) {
    return artifact.manifest().derivation().inputs().values();
  }

  private static Instant made(Manifest manifest) {
    return Instant.parse(manifest.run().started())
        .plusMillis(Math.round(manifest.run().seconds() * 1000));
  }
}
