package io.palimpsest.model.finetuning;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

/** Figures of several seeds as two each, their mean and their sample deviation. */
public final class SeedFigures {
  private SeedFigures() {}

  /**
   * {@code <name>.mean} and {@code <name>.std} of every figure; the deviation of one seed is 0.
   *
   * @param seeds figures by the same names
   */
  public static SortedMap<String, Double> of(List<SortedMap<String, Double>> seeds) {
    SortedMap<String, Double> figures = new TreeMap<>();
    for (String name : seeds.get(0).keySet()) {
      SummaryStatistics values = new SummaryStatistics();
      seeds.forEach(seed -> values.addValue(seed.get(name)));
      figures.put(name + ".mean", values.getMean());
      figures.put(name + ".std", values.getStandardDeviation());
    }
    return figures;
  }
}
