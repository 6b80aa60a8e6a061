package io.palimpsest.schemas.artifact;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Holds an artifact's files against its manifest. */
public final class Verification {
  private Verification() {}

  /** Reads every byte; one message per missing or damaged file, none if all is well. */
  public static List<String> problems(Storage storage, Artifact artifact) throws IOException {
    List<String> problems = new ArrayList<>();
    for (Shard shard : artifact.manifest().shards()) {
      problem(storage, artifact.path(shard), shard).ifPresent(problems::add);
    }
    String fingerprint = artifact.manifest().derivation().fingerprint();
    if (!fingerprint.equals(artifact.manifest().fingerprint())) {
      problems.add(
          "%s/%s was changed: its derivation gives fingerprint %s"
              .formatted(artifact.directory(), Manifest.FILE_NAME, fingerprint));
    }
    return problems;
  }

  private static Optional<String> problem(Storage storage, String path, Shard shard)
      throws IOException {
    try (InputStream in = storage.open(path)) {
      String found = Checksum.of(in);
      return found.equals(shard.checksum())
          ? Optional.empty()
          : Optional.of(
              "%s is damaged: its manifest says %s, its bytes give %s"
                  .formatted(path, shard.checksum(), found));
    } catch (FileNotFoundException e) {
      return Optional.of(path + " is missing");
    }
  }
}
