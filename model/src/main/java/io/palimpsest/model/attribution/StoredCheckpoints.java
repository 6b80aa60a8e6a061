package io.palimpsest.model.attribution;

import io.palimpsest.schemas.artifact.Storage;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A run's checkpoints.
 *
 * @param storage of their files
 * @param directories by the number of steps taken, 0 for the network before training
 */
public record StoredCheckpoints(Storage storage, NavigableMap<Integer, String> directories) {
  private static final Pattern STEP = Pattern.compile("checkpoints/([^/]+)/step-(\\d+)/[^/]+");

  public StoredCheckpoints {
    directories = Collections.unmodifiableNavigableMap(new TreeMap<>(directories));
  }

  /**
   * Those of which any file is named: one whose others are missing is refused when it is read,
   * rather than passed over for an earlier one.
   *
   * @param directory of training dynamics
   * @param names of files below it, such as {@code checkpoints/RUN/step-000000/config.json}
   */
  static StoredCheckpoints of(Storage storage, String directory, List<String> names, String run) {
    NavigableMap<Integer, String> directories = new TreeMap<>();
    for (String name : names) {
      Matcher step = STEP.matcher(name);
      if (step.matches() && step.group(1).equals(run)) {
        String parent = name.substring(0, name.lastIndexOf('/'));
        directories.put(Integer.parseInt(step.group(2)), directory + "/" + parent);
      }
    }
    return new StoredCheckpoints(storage, directories);
  }

  boolean isEmpty() {
    return directories.isEmpty();
  }

  /** Ascending. */
  List<Integer> steps() {
    return List.copyOf(directories.keySet());
  }
}
