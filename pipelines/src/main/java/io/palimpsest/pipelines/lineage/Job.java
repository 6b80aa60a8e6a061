package io.palimpsest.pipelines.lineage;

import java.util.Optional;
import java.util.UUID;

/**
 * A run of a job as others may refer to it.
 *
 * @param namespace of the job
 * @param name of the job
 * @param run of the job
 */
record Job(String namespace, String name, UUID run) {
  /**
   * Parses what orchestrators hand to the programs that they start in {@code
   * OPENLINEAGE_PARENT_ID}: namespace, name and run, with {@code /} between; the namespace may have
   * more of them.
   */
  static Optional<Job> parse(String parent) {
    int run = parent.lastIndexOf('/');
    int name = parent.lastIndexOf('/', run - 1);
    if (run < 0 || name < 1) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Job(
              parent.substring(0, name),
              parent.substring(name + 1, run),
              UUID.fromString(parent.substring(run + 1))));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
