package io.palimpsest.transforms.shuffle;

import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.artifact.Modality;
import io.palimpsest.transforms.order.Entry;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Map;

/**
 * How often each sample is in the training split, and by what its places are decided: pure
 * functions of seed and id.
 *
 * @param seed of both
 * @param weights the times that a sample of a modality is in it; of 2.25 a quarter of the samples,
 *     drawn by a hash of seed and id, is in it three times, the others twice; 1 where not given
 */
public record Mixture(long seed, Map<Modality, Double> weights) implements Serializable {
  private static final double MOST = 1000;

  public Mixture {
    weights = Map.copyOf(weights);
    weights.forEach(
        (modality, weight) -> {
          if (!(weight >= 0 && weight <= MOST)) {
            throw new InvalidInputException(
                "%s-weight is %s; give a number from 0 to %.0f"
                    .formatted(modality.label(), weight, MOST));
          }
        });
  }

  /** The times that samples of a modality are in the training split, on average. */
  public double weight(Modality modality) {
    return weights.getOrDefault(modality, 1.0);
  }

  /** The times that one sample is in the training split. */
  int times(Modality modality, String id) {
    double weight = weight(modality);
    int times = (int) weight;
    return draw(id) < weight - times ? times + 1 : times;
  }

  /** Where a sample stands; for each time another place. */
  byte[] key(String id, int time) {
    return Entry.key(seed, time == 0 ? id : id + "#again-" + time);
  }

  /** From 0 (inclusive) to 1 (exclusive); of no relation to {@link #key}. */
  private double draw(String id) {
    // The upper 53 bits: as many as a double holds.
    return (ByteBuffer.wrap(Entry.key(seed, "draw#" + id)).getLong() >>> 11) * 0x1p-53;
  }
}
