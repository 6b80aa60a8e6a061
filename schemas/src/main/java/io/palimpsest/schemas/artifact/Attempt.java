package io.palimpsest.schemas.artifact;

import java.io.Serializable;

/**
 * A running try at making an artifact.
 *
 * @param directory where it writes; nobody else reads there
 * @param type the stage type
 * @param fingerprint of what it makes
 */
public record Attempt(String directory, String type, String fingerprint) implements Serializable {
  /** Where files that do not belong to the artifact may lie until the commit. */
  public String scratch() {
    return directory + "/scratch";
  }

  /** Where the artifact's files are written. */
  public String data() {
    return directory + "/data";
  }
}
