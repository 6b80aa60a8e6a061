package io.palimpsest.model.prompt;

import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.record.ExampleRole;
import java.io.Serializable;

/**
 * Which examples are chosen (arXiv 2404.07840, section 3.2: 200 to train on, 200 to test with).
 *
 * @param train examples that runs train on, 1 or more
 * @param unseenTrain others that only runs train on which are kept from the fit of simulators
 * @param test examples that runs are tested with, 1 or more
 * @param unseenTest others that are kept from the fit of simulators
 * @param maxBytes of prompt and answer in UTF-8, 1 or more; longer examples are passed over
 * @param flip share of the examples to train on whose answer is made wrong, 0 to 1
 * @param seed of the choice
 */
public record PromptConfig(
    int train, int unseenTrain, int test, int unseenTest, int maxBytes, double flip, long seed)
    implements Serializable {
  /**
   * Checks every value.
   *
   * @throws InvalidInputException naming the first value that is out of bounds, and its bound
   */
  public PromptConfig {
    require("train-examples", train, 1);
    require("unseen-train-examples", unseenTrain, 0);
    require("test-examples", test, 1);
    require("unseen-test-examples", unseenTest, 0);
    require("max-bytes", maxBytes, 1);
    if (!(flip >= 0 && flip <= 1)) {
      throw new InvalidInputException(
          "flip-labels is %s; give a fraction from 0 to 1".formatted(flip));
    }
  }

  /** How many examples have a role. */
  public int count(ExampleRole role) {
    return switch (role) {
      case TRAIN -> train;
      case TRAIN_UNSEEN -> unseenTrain;
      case TEST -> test;
      case TEST_UNSEEN -> unseenTest;
    };
  }

  /** All examples together. */
  public long total() {
    return (long) train + unseenTrain + test + unseenTest;
  }

  private static void require(String key, int value, int bound) {
    if (value < bound) {
      throw new InvalidInputException(
          "%s is %d: it must be %d or more".formatted(key, value, bound));
    }
  }
}
