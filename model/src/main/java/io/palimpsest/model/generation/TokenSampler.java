package io.palimpsest.model.generation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Chooses tokens, one after another, from a network's logits; a function of the seed. */
final class TokenSampler {
  private final Sampling sampling;
  // The language specification fixes its numbers.
  private final Random random;

  TokenSampler(Sampling sampling) {
    this.sampling = sampling;
    this.random = new Random(sampling.seed());
  }

  /** An id and how likely it is among all, or among those that are kept. */
  record Candidate(int id, double probability) {}

  /**
   * The next id.
   *
   * @param logits one for each id, finite
   */
  int next(float[] logits) {
    if (sampling.temperature() == 0) {
      return mostLikely(logits);
    }
    List<Candidate> kept = candidates(logits);
    double left = random.nextDouble();
    for (Candidate candidate : kept) {
      left -= candidate.probability();
      if (left < 0) {
        return candidate.id();
      }
    }
    // The probabilities' sum may be a rounding below 1.
    return kept.get(kept.size() - 1).id();
  }

  /** What is drawn from, the most likely first, of two equally likely ones the lower id. */
  List<Candidate> candidates(float[] logits) {
    double[] probabilities = probabilities(logits);
    int[] order =
        IntStream.range(0, logits.length)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer id) -> -probabilities[id]))
            .mapToInt(Integer::intValue)
            .toArray();
    int count = 0;
    double sum = 0;
    while (count < order.length && sum < sampling.topP()) {
      sum += probabilities[order[count++]];
    }
    List<Candidate> kept = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      kept.add(new Candidate(order[i], probabilities[order[i]] / sum));
    }
    return kept;
  }

  private double[] probabilities(float[] logits) {
    double greatest = logits[mostLikely(logits)];
    double[] values = new double[logits.length];
    double sum = 0;
    for (int id = 0; id < logits.length; id++) {
      values[id] = Math.exp((logits[id] - greatest) / sampling.temperature());
      sum += values[id];
    }
    for (int id = 0; id < values.length; id++) {
      values[id] /= sum;
    }
    return values;
  }

  private static int mostLikely(float[] logits) {
    int best = 0;
    for (int id = 1; id < logits.length; id++) {
      best = logits[id] > logits[best] ? id : best;
    }
    return best;
  }
}
