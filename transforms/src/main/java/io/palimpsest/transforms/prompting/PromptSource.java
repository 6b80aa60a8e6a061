package io.palimpsest.transforms.prompting;

import java.io.Serializable;
import java.util.List;

/**
 * A file of a task, or several whose lines correspond.
 *
 * @param task whose examples it holds
 * @param name its path below the input's folder, of the first of several
 * @param training whether its examples are trained on
 * @param paths what to open
 */
public record PromptSource(String task, String name, boolean training, List<String> paths)
    implements Serializable {
  public PromptSource {
    paths = List.copyOf(paths);
  }

  /** The id of an example in it, which messages name. */
  String id(long row) {
    return "%s/%s@%d".formatted(task, name, row);
  }
}
