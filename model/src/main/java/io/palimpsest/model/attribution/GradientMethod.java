package io.palimpsest.model.attribution;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.palimpsest.schemas.InvalidInputException;
import java.util.List;
import java.util.Locale;

/** At which checkpoint a step's gradients are taken. */
public enum GradientMethod {
  /** TracIn at checkpoints (arXiv 2002.08484, section 3.3): the nearest at or before the step. */
  @JsonProperty("tracin_cp")
  TRACIN_CP {
    @Override
    int checkpoint(int step, List<Integer> stored, int every) {
      int chosen = -1;
      for (int i = 0; i < stored.size() && stored.get(i) <= step; i += every) {
        chosen = stored.get(i);
      }
      if (chosen < 0) {
        throw new InvalidInputException(
            "no checkpoint at or before step %d, only at %s: keep that of step 0, the network before training"
                .formatted(step, stored));
      }
      return chosen;
    }
  },
  /** Grad-Dot (arXiv 2102.05262): the last, the trained network's, for all steps. */
  @JsonProperty("grad_dot")
  GRAD_DOT {
    @Override
    int checkpoint(int step, List<Integer> stored, int every) {
      return stored.get(stored.size() - 1);
    }
  };

  /**
   * The checkpoint at which the gradients of the update from {@code step} to the next are taken.
   *
   * @param step from 0, the network before training
   * @param stored steps of the checkpoints, ascending, one or more
   * @param every of how many stored checkpoints one is used, from the first
   */
  abstract int checkpoint(int step, List<Integer> stored, int every);

  /** As in records and figures: {@code tracin_cp}, {@code grad_dot}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
