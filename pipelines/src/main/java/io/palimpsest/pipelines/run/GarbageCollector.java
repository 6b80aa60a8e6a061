package io.palimpsest.pipelines.run;

import io.palimpsest.schemas.artifact.Artifact;
import io.palimpsest.schemas.artifact.Manifest;
import io.palimpsest.schemas.artifact.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Finds what a workspace holds that no run needs any more, and deletes it. Whatever is younger than
 * an age stays, and so does all that came since the oldest run began that is going on on this
 * machine: runs on other machines are safe as long as they take less time than that age.
 */
public final class GarbageCollector {
  private final Workspace workspace;
  private final Storage storage;
  private final Instant since;

  /** What {@link #find} saw. */
  private References references = new References(Map.of(), Set.of(), Instant.MIN);

  /**
   * @param age what is younger stays
   */
  public GarbageCollector(Workspace workspace, Duration age) throws IOException {
    this(workspace, Instant.now().minus(age));
  }

  GarbageCollector(Workspace workspace, Instant since) throws IOException {
    this.workspace = workspace;
    this.storage = workspace.store().storage();
    this.since =
        directories("attempts", 1).keySet().stream()
            .filter(RunId::isAlive)
            .flatMap(run -> RunId.started(run).stream())
            .reduce(since, (a, b) -> a.isBefore(b) ? a : b);
  }

  /**
   * What may go.
   *
   * @param planned type, slash and fingerprint of artifacts that stay whatever their age
   */
  public List<Garbage> find(Set<String> planned) throws IOException {
    List<Garbage> garbage = new ArrayList<>();
    SortedMap<String, List<String>> directories = directories("artifacts", 2);
    SortedMap<String, Artifact> artifacts = new TreeMap<>();
    for (Map.Entry<String, List<String>> directory : directories.entrySet()) {
      String path = path("artifacts", directory.getKey());
      Optional<Artifact> artifact = workspace.store().read(path);
      artifact.ifPresent(found -> artifacts.put(directory.getKey(), found));
      if (artifact.isEmpty()) {
        leftover(path, type(directory.getKey()), directory.getValue(), "has no manifest")
            .ifPresent(garbage::add);
      }
    }
    List<RunRecord> records = RunRecord.list(storage, workspace.path());
    references = new References(artifacts, planned, since);
    Set<String> needed = references.needed(records);
    artifacts.forEach(
        (id, artifact) -> {
          if (!needed.contains(id)) {
            garbage.add(unused(id, artifact, directories.get(id), records));
          }
        });
    attempts(garbage);
    states(garbage, artifacts.keySet(), planned);
    leftover(path("logs", ""), "log", old("logs"), "they are old").ifPresent(garbage::add);
    records(garbage, records);
    return garbage;
  }

  /**
   * Deletes what {@link #find} found, but what a run that began since then refers to.
   *
   * @return what is gone
   */
  public List<Garbage> delete(List<Garbage> garbage) throws IOException {
    Set<String> needed = references.needed(RunRecord.list(storage, workspace.path()));
    List<Garbage> gone = new ArrayList<>();
    for (Garbage each : garbage) {
      Optional<Map.Entry<String, Artifact>> artifact =
          references.artifacts().entrySet().stream()
              .filter(entry -> entry.getValue().directory().equals(each.path()))
              .findFirst();
      boolean isWanted =
          artifact.isPresent()
              ? needed.contains(artifact.get().getKey())
              : isCommitted(each.path());
      if (!isWanted) {
        if (artifact.isPresent()) {
          workspace.store().remove(artifact.get().getValue());
        } else {
          storage.delete(each.files());
        }
        deleteEmpty(each);
        gone.add(each);
      }
    }
    return gone;
  }

  /** Whether what was a dead committer's has become an artifact since. */
  private boolean isCommitted(String directory) throws IOException {
    return storage.size(directory + "/" + Manifest.FILE_NAME).isPresent();
  }

  private Garbage unused(
      String id, Artifact artifact, List<String> files, List<RunRecord> records) {
    return new Garbage(
        artifact.directory(),
        type(id),
        files,
        artifact.manifest().bytes(),
        Optional.of(references.lastUsed(id, records)),
        "no run since %s refers to it".formatted(since.truncatedTo(ChronoUnit.SECONDS)));
  }

  private void attempts(List<Garbage> garbage) throws IOException {
    for (Map.Entry<String, List<String>> run : directories("attempts", 1).entrySet()) {
      Optional<Instant> started = RunId.started(run.getKey());
      boolean old = started.isPresent() && started.get().isBefore(since);
      if (RunId.isDead(run.getKey()) || (old && !RunId.isAlive(run.getKey()))) {
        garbage.add(
            new Garbage(
                path("attempts", run.getKey()),
                "attempt",
                run.getValue(),
                bytes(run.getValue()),
                started,
                old ? "its run began long ago" : "its process is no more"));
      }
    }
  }

  private void states(List<Garbage> garbage, Set<String> artifacts, Set<String> planned)
      throws IOException {
    Set<String> done = fingerprints(artifacts);
    Set<String> wanted = fingerprints(planned);
    for (Map.Entry<String, List<String>> state : directories("states", 1).entrySet()) {
      boolean isDone = done.contains(state.getKey());
      if (isDone || !wanted.contains(state.getKey())) {
        leftover(
                path("states", state.getKey()),
                "state",
                state.getValue(),
                isDone ? "its stage is done" : "nobody went on with it")
            .ifPresent(garbage::add);
      }
    }
  }

  private void records(List<Garbage> garbage, List<RunRecord> records) throws IOException {
    Map<String, List<RunRecord>> old =
        records.stream()
            .filter(record -> !references.counts(record, records))
            .collect(Collectors.groupingBy(RunRecord::workflow, TreeMap::new, Collectors.toList()));
    for (Map.Entry<String, List<RunRecord>> each : old.entrySet()) {
      List<String> files = each.getValue().stream().map(RunRecord::path).toList();
      garbage.add(
          new Garbage(
              path("runs", each.getKey()),
              "record",
              files,
              bytes(files),
              each.getValue().stream().map(RunRecord::started).max(Instant::compareTo),
              "old runs: %d".formatted(files.size())));
    }
  }

  /** Files that nothing refers to, if all of them are known to be older than the age. */
  private Optional<Garbage> leftover(String path, String type, List<String> files, String why)
      throws IOException {
    Instant newest = Instant.MIN;
    for (String file : files) {
      Instant written = storage.modified(file).orElse(Instant.MAX);
      newest = written.isAfter(newest) ? written : newest;
    }
    return files.isEmpty() || !newest.isBefore(since)
        ? Optional.empty()
        : Optional.of(new Garbage(path, type, files, bytes(files), Optional.of(newest), why));
  }

  private List<String> old(String directory) throws IOException {
    List<String> old = new ArrayList<>();
    for (String file : storage.list(path(directory, ""))) {
      if (storage.modified(file).orElse(Instant.MAX).isBefore(since)) {
        old.add(file);
      }
    }
    return old;
  }

  private long bytes(List<String> files) throws IOException {
    long bytes = 0;
    for (String file : files) {
      bytes += storage.size(file).orElse(0);
    }
    return bytes;
  }

  /** Files below a directory of the workspace, by the first parts of their paths there. */
  private SortedMap<String, List<String>> directories(String directory, int parts)
      throws IOException {
    String above = path(directory, "") + "/";
    SortedMap<String, List<String>> found = new TreeMap<>();
    for (String file : storage.list(path(directory, ""))) {
      String[] path = file.substring(above.length()).split("/");
      if (path.length > parts) {
        String key = String.join("/", List.of(path).subList(0, parts));
        found.computeIfAbsent(key, unused -> new ArrayList<>()).add(file);
      }
    }
    return found;
  }

  private String path(String directory, String below) {
    return "%s/%s%s".formatted(workspace.path(), directory, below.isEmpty() ? "" : "/" + below);
  }

  /** Where directories are more than a part of names. */
  private void deleteEmpty(Garbage garbage) throws IOException {
    boolean whole = !garbage.type().equals("log") && !garbage.type().equals("record");
    if (workspace.isLocal() && whole) {
      Trees.deleteEmpty(Path.of(garbage.path()));
    }
  }

  private static String type(String id) {
    return id.replaceFirst("/.*", "");
  }

  private static Set<String> fingerprints(Set<String> ids) {
    return ids.stream().map(id -> id.replaceFirst(".*/", "")).collect(Collectors.toSet());
  }
}
