package io.palimpsest.schemas.artifact;

/**
 * A committed artifact.
 *
 * @param directory its absolute path, without a slash at the end
 * @param manifest its manifest
 */
public record Artifact(String directory, Manifest manifest) {
  /** The absolute path of one of its shards. */
  public String path(Shard shard) {
    return directory + "/" + shard.name();
  }
}
