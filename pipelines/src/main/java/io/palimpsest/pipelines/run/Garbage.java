package io.palimpsest.pipelines.run;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Something in a workspace that nobody needs.
 *
 * @param path of its directory
 * @param type the stage type of an artifact; else {@code attempt}, {@code state}, {@code log} or
 *     {@code record}
 * @param files that it is made of
 * @param bytes of all files
 * @param lastUsed when a run referred to it last, or when it was written if none did
 * @param why it is not needed
 */
public record Garbage(
    String path,
    String type,
    List<String> files,
    long bytes,
    Optional<Instant> lastUsed,
    String why) {
  public Garbage {
    files = List.copyOf(files);
  }
}
