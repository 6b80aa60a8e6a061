package io.palimpsest.schemas.artifact;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The artifacts of a workspace, {@code <workspace>/artifacts/<type>/<fingerprint>/}. A directory
 * without a manifest is no artifact and is never read.
 */
public final class ArtifactStore {
  private final Storage storage;
  private final String workspace;

  /**
   * @param workspace absolute path, without a slash at the end
   */
  public ArtifactStore(Storage storage, String workspace) {
    this.storage = storage;
    this.workspace = workspace;
  }

  public Storage storage() {
    return storage;
  }

  /** The workspace's absolute path, without a slash at the end. */
  public String workspace() {
    return workspace;
  }

  /** The directory of an artifact, whether it exists or not. */
  public String directory(String type, String fingerprint) {
    return "%s/artifacts/%s/%s".formatted(workspace, type, fingerprint);
  }

  /** The committed artifact of that fingerprint, if there is one. */
  public Optional<Artifact> find(String type, String fingerprint) throws IOException {
    return read(directory(type, fingerprint));
  }

  /** The committed artifact in a directory, if there is one. */
  public Optional<Artifact> read(String directory) throws IOException {
    String path = directory + "/" + Manifest.FILE_NAME;
    try (InputStream in = storage.open(path)) {
      Manifest manifest = ManifestJson.fromJson(BoundedFile.read(in, path), path);
      storage.requireBelow(directory, manifest.shards().stream().map(Shard::name).toList());
      return Optional.of(new Artifact(directory, manifest));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  /**
   * Starts a try at an artifact, in a directory of its own.
   *
   * @param run names the process that tries, so that what a dead one left can be told apart
   */
  public Attempt begin(String run, String type, String fingerprint) {
    String directory = "%s/attempts/%s/%s-%s".formatted(workspace, run, type, UUID.randomUUID());
    return new Attempt(directory, type, fingerprint);
  }

  /**
   * Makes an attempt's data the artifact, unless another attempt was first: then its artifact
   * counts and this attempt's data are discarded.
   *
   * @return the artifact that stands
   */
  public Artifact commit(Attempt attempt, Manifest manifest) throws IOException {
    String directory = directory(attempt.type(), attempt.fingerprint());
    // Written before anything moves, so that a full disk is noticed while nothing is visible.
    String written = write(attempt, manifest);
    try (Storage.Lock lock = storage.lock(lockPath(attempt))) {
      if (find(attempt.type(), attempt.fingerprint()).isEmpty()) {
        if (lock.isExclusive()) {
          // A committer that died between its moves and its manifest left these.
          storage.delete(storage.list(directory));
        }
        Manifest standing = moveIn(attempt, manifest, directory);
        if (!standing.equals(manifest)) {
          written = write(attempt, standing);
        }
        storage.moveIfAbsent(List.of(written), List.of(directory + "/" + Manifest.FILE_NAME));
      }
    }
    discard(attempt);
    return read(directory)
        .orElseThrow(() -> new IOException(directory + " vanished while it was committed"));
  }

  /** Deletes an artifact, the manifest first. */
  public void remove(Artifact artifact) throws IOException {
    storage.delete(List.of(artifact.directory() + "/" + Manifest.FILE_NAME));
    storage.delete(storage.list(artifact.directory()));
  }

  /** Deletes what an attempt wrote. */
  public void discard(Attempt attempt) throws IOException {
    storage.delete(storage.list(attempt.directory()));
  }

  private String lockPath(Attempt attempt) {
    return "%s/locks/%s-%s".formatted(workspace, attempt.type(), attempt.fingerprint());
  }

  private String write(Attempt attempt, Manifest manifest) throws IOException {
    String path = attempt.scratch() + "/" + Manifest.FILE_NAME;
    try (OutputStream out = storage.create(path)) {
      out.write(ManifestJson.toJson(manifest));
    }
    return path;
  }

  /**
   * Moves an attempt's files in. What another committer of the same fingerprint moved in before
   * stays: it is as good, though files that record times may differ.
   *
   * @return the manifest of what stands there now
   */
  private Manifest moveIn(Attempt attempt, Manifest manifest, String directory) throws IOException {
    List<String> from = new ArrayList<>();
    List<String> to = new ArrayList<>();
    for (Shard shard : manifest.shards()) {
      from.add(attempt.data() + "/" + shard.name());
      to.add(directory + "/" + shard.name());
    }
    Set<String> others = storage.moveIfAbsent(from, to);
    List<Shard> standing = new ArrayList<>();
    for (Shard shard : manifest.shards()) {
      String path = directory + "/" + shard.name();
      standing.add(others.contains(path) ? standing(shard, path) : shard);
    }
    return manifest.withShards(standing);
  }

  private Shard standing(Shard shard, String path) throws IOException {
    return new Shard(
        shard.name(),
        shard.split(),
        shard.records(),
        storage.size(path).orElseThrow(() -> new FileNotFoundException(path)),
        storage.checksum(path));
  }
}
