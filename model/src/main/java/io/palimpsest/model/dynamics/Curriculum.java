package io.palimpsest.model.dynamics;

import io.palimpsest.schemas.InvalidInputException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * How a run's ordered batches are drawn (arXiv 2404.07840, section 3.2: 128 of 200 examples,
 * batches of 4, 3 passes).
 *
 * @param examples of a run, drawn without replacement, 1 or more
 * @param batchSize examples a step, 1 or more; a pass's last batch may be smaller
 * @param epochs passes over the run's examples, each in an order of its own, 1 or more
 */
public record Curriculum(int examples, int batchSize, int epochs) implements Serializable {
  /**
   * Checks every value.
   *
   * @throws InvalidInputException naming the first value that is out of bounds, and its bound
   */
  public Curriculum {
    atLeastOne("run-examples", examples);
    atLeastOne("batch-size", batchSize);
    atLeastOne("epochs", epochs);
  }

  /** Steps of a run. */
  public int steps() {
    return epochs * ((examples + batchSize - 1) / batchSize);
  }

  /**
   * Draws a run's batches: a function of the seed and the ids, whatever their order.
   *
   * @param ids of all examples to draw from, distinct
   * @throws InvalidInputException if there are too few
   */
  public List<List<String>> draw(List<String> ids, long seed) {
    if (ids.size() < examples) {
      throw new InvalidInputException(
          "a run draws %d examples, but there are %d: lower run-examples, or make more examples"
              .formatted(examples, ids.size()));
    }
    // Seeds that follow one another would give java.util.Random alike beginnings.
    Random random = new Random(new SplittableRandom(seed).nextLong());
    List<String> pool = new ArrayList<>(ids);
    Collections.sort(pool);
    Collections.shuffle(pool, random);
    List<String> drawn = new ArrayList<>(pool.subList(0, examples));
    List<List<String>> batches = new ArrayList<>();
    for (int epoch = 0; epoch < epochs; epoch++) {
      Collections.shuffle(drawn, random);
      for (int start = 0; start < examples; start += batchSize) {
        batches.add(List.copyOf(drawn.subList(start, Math.min(examples, start + batchSize))));
      }
    }
    return batches;
  }

  private static void atLeastOne(String name, int value) {
    if (value < 1) {
      throw new InvalidInputException("%s is %d: it must be 1 or more".formatted(name, value));
    }
  }
}
