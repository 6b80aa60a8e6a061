package io.palimpsest.model.comparison;

import io.palimpsest.schemas.record.Influence;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Whether training examples help or harm, by method: the mean of their {@link Helpfulness} over
 * test examples and runs. Influences are added one by one and not kept, since every run has one for
 * each pair of examples.
 */
public final class MeanInfluence {
  private final SortedMap<String, Map<String, Mean>> means = new TreeMap<>();
  private final SortedMap<String, Integer> nonFinite = new TreeMap<>();

  /** Adds an influence; one that is not finite is counted and says nothing of its example. */
  public void add(Influence influence) {
    double value = Helpfulness.of(influence);
    Map<String, Mean> ofMethod =
        means.computeIfAbsent(influence.getMethod(), method -> new HashMap<>());
    if (Double.isFinite(value)) {
      ofMethod.computeIfAbsent(influence.getTrainExample(), id -> new Mean()).add(value);
    } else {
      nonFinite.merge(influence.getMethod(), 1, Integer::sum);
    }
  }

  /** Whose influences were added. */
  public SortedSet<String> methods() {
    return new TreeSet<>(means.keySet());
  }

  /** A method's means by training example; above 0 it helps. */
  public SortedMap<String, Double> of(String method) {
    SortedMap<String, Double> values = new TreeMap<>();
    means.getOrDefault(method, Map.of()).forEach((id, mean) -> values.put(id, mean.value()));
    return values;
  }

  /** How many of a method's influences were passed over. */
  public int nonFinite(String method) {
    return nonFinite.getOrDefault(method, 0);
  }

  private static final class Mean {
    private double sum;
    private long count;

    void add(double value) {
      sum += value;
      count++;
    }

    double value() {
      return sum / count;
    }
  }
}
