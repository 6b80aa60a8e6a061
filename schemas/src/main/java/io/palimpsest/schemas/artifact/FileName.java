package io.palimpsest.schemas.artifact;

import io.palimpsest.schemas.InvalidInputException;
import java.util.Arrays;

/**
 * Names of files as manifests and records give them: paths that stay below the artifact's
 * directory.
 */
public final class FileName {
  private FileName() {}

  /**
   * Refuses a name that is absolute, that leads out of the directory, or that another system would
   * read as such.
   *
   * @param place where it stands, for the message
   * @throws InvalidInputException with name and place
   */
  public static void requireBelow(String name, String place) {
    if (name == null || !isBelow(name)) {
      throw new InvalidInputException(
          ("%s names the file '%s', which is no path below its directory; do not use this artifact,"
                  + " delete its directory and make it anew")
              .formatted(place, name));
    }
  }

  private static boolean isBelow(String name) {
    return name.chars().noneMatch(c -> c < ' ' || c == '\\' || c == ':' || c == 0x7F)
        && Arrays.stream(name.split("/", -1))
            .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
  }
}
