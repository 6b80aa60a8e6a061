package io.palimpsest.model.comparison;

import io.palimpsest.schemas.record.MislabelCurve;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Finding wrongly labelled training examples by looking at the most harmful ones first (arXiv
 * 2404.07840, section 5.4). Examples of equal influence have no order: each of them is as likely to
 * be wrong as the next, so that a method which gives all the same value is as good as {@value
 * #RANDOM}.
 */
public final class MislabelDetection {
  /** Of any order, on average. */
  public static final String RANDOM = "random";

  /** All flipped ones first. */
  public static final String IDEAL = "ideal";

  private static final int POINTS = 20;

  private final String metric;
  private final Set<String> flipped;

  /**
   * @param metric that the influence is on
   * @param flipped ids of training examples that have wrong answers
   */
  public MislabelDetection(String metric, Set<String> flipped) {
    this.metric = metric;
    this.flipped = Set.copyOf(flipped);
  }

  /**
   * The curve of every method, behind them those of {@value #RANDOM} and {@value #IDEAL} order of
   * the examples that methods rank; none of a method that ranks no flipped example.
   */
  public List<MislabelCurve> curves(MeanInfluence influence) {
    List<MislabelCurve> curves = new ArrayList<>();
    SortedMap<String, Double> ranked = new TreeMap<>();
    for (String method : influence.methods()) {
      SortedMap<String, Double> means = influence.of(method);
      if (means.keySet().stream().anyMatch(flipped::contains)) {
        curves.add(curve(method, means, influence.nonFinite(method)));
        ranked.putAll(means);
      }
    }
    if (!curves.isEmpty()) {
      ranked.replaceAll((id, mean) -> 0.0);
      curves.add(curve(RANDOM, ranked, 0));
      ranked.replaceAll((id, mean) -> flipped.contains(id) ? -1.0 : 1.0);
      curves.add(curve(IDEAL, ranked, 0));
    }
    return curves;
  }

  /**
   * {@code mislabel.<method>.area}, {@code found_at_20} and {@code found_at_40}: what is found
   * after 20 and 40% of the examples; {@code non_finite} where influences are no numbers.
   */
  public static SortedMap<String, Double> figures(List<MislabelCurve> curves) {
    SortedMap<String, Double> figures = new TreeMap<>();
    for (MislabelCurve curve : curves) {
      String name = "mislabel." + curve.getMethod();
      figures.put(name + ".area", curve.getArea());
      figures.put(name + ".found_at_20", curve.getFound().get(POINTS / 5));
      figures.put(name + ".found_at_40", curve.getFound().get(2 * POINTS / 5));
      if (curve.getNonFinite() > 0) {
        figures.put(name + ".non_finite", (double) curve.getNonFinite());
      }
    }
    return figures;
  }

  private MislabelCurve curve(String method, Map<String, Double> means, int nonFinite) {
    double[] found = found(means);
    int size = means.size();
    List<Double> inspected = new ArrayList<>();
    List<Double> shares = new ArrayList<>();
    for (int i = 0; i <= POINTS; i++) {
      inspected.add((double) i / POINTS);
      shares.add(at(found, (double) i * size / POINTS) / found[size]);
    }
    return MislabelCurve.newBuilder()
        .setMethod(method)
        .setMetric(metric)
        .setExamples(size)
        .setFlipped((int) Math.round(found[size]))
        .setInspected(inspected)
        .setFound(shares)
        .setArea(area(found))
        .setNonFinite(nonFinite)
        .build();
  }

  /** How many flipped ones are expected among the first 0, 1, … examples. */
  private double[] found(Map<String, Double> means) {
    // As floats, since equal influences add up to means that differ in their last digits.
    TreeMap<Float, List<String>> byMean =
        means.keySet().stream()
            .collect(
                Collectors.groupingBy(
                    id -> means.get(id).floatValue() + 0f, TreeMap::new, Collectors.toList()));
    double[] found = new double[means.size() + 1];
    int seen = 0;
    for (List<String> equal : byMean.values()) {
      double share = (double) equal.stream().filter(flipped::contains).count() / equal.size();
      for (int i = 1; i <= equal.size(); i++) {
        found[seen + i] = found[seen] + share * i;
      }
      seen += equal.size();
    }
    return found;
  }

  /** Between whole numbers of examples, on the line between them. */
  private static double at(double[] found, double inspected) {
    int below = Math.min((int) inspected, found.length - 2);
    return found[below] + (inspected - below) * (found[below + 1] - found[below]);
  }

  private static double area(double[] found) {
    double sum = 0;
    for (int i = 1; i < found.length; i++) {
      sum += (found[i - 1] + found[i]) / 2;
    }
    int size = found.length - 1;
    return sum / size / found[size];
  }
}
