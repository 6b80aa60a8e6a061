package io.palimpsest.model.attribution;

import io.palimpsest.model.checkpoint.Checkpoint;
import io.palimpsest.schemas.artifact.Storage;
import java.io.IOException;
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
  private static final Pattern STEP =
      Pattern.compile("(.*/step-(\\d+))/" + Pattern.quote(Checkpoint.CONFIG));

  public StoredCheckpoints {
    directories = Collections.unmodifiableNavigableMap(new TreeMap<>(directories));
  }

  /** Those in {@code step-000000/} and so on below a directory; may be none. */
  public static StoredCheckpoints below(Storage storage, String directory) throws IOException {
    NavigableMap<Integer, String> directories = new TreeMap<>();
    for (String file : storage.list(directory)) {
      Matcher step = STEP.matcher(file);
      if (step.matches()) {
        directories.put(Integer.parseInt(step.group(2)), step.group(1));
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
