package io.palimpsest.model.comparison;

import io.palimpsest.schemas.record.ExampleRole;
import io.palimpsest.schemas.record.RunRole;
import java.util.Optional;

/** What of a forecast was new to the simulator. */
public enum Subset {
  /** Training and test examples of the fit, in another curriculum. */
  SEEN("seen"),
  /** Training examples that the fit did not have. */
  UNSEEN_TRAIN("unseen_train"),
  /** Test examples that the fit did not have. */
  UNSEEN_TEST("unseen_test");

  private final String label;

  Subset(String label) {
    this.label = label;
  }

  /** As in figures' names. */
  public String label() {
    return label;
  }

  /**
   * Where a test example of a run belongs; nowhere if the run is none to test on, or both are new.
   */
  public static Optional<Subset> of(RunRole run, ExampleRole example) {
    boolean newExample = example == ExampleRole.TEST_UNSEEN;
    return switch (run) {
      case TEST -> Optional.of(newExample ? UNSEEN_TEST : SEEN);
      case TEST_UNSEEN -> newExample ? Optional.empty() : Optional.of(UNSEEN_TRAIN);
      case FIT, VALIDATION -> Optional.empty();
    };
  }
}
