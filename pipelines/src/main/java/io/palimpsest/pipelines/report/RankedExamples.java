package io.palimpsest.pipelines.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The training examples that a method sees as the most helpful and the most harmful.
 *
 * @param count of all that it ranks
 */
record RankedExamples(String method, int count, List<Row> helpful, List<Row> harmful) {
  static final int MOST = 10;

  /** An example and its mean influence. */
  record Row(String influence, ExampleText text) {}

  /** Of every method with influences. */
  static List<RankedExamples> of(InfluenceStudy study) {
    List<RankedExamples> ranked = new ArrayList<>();
    for (String method : study.means().methods()) {
      Map<String, Double> means = study.means().of(method);
      if (!means.isEmpty()) {
        ranked.add(of(method, means, study));
      }
    }
    return ranked;
  }

  private static RankedExamples of(String method, Map<String, Double> means, InfluenceStudy study) {
    Comparator<Map.Entry<String, Double>> rising = Map.Entry.comparingByValue();
    return new RankedExamples(
        MethodLabel.of(method),
        means.size(),
        rows(means.entrySet().stream().sorted(rising.reversed()), means.size(), study),
        rows(means.entrySet().stream().sorted(rising), means.size(), study));
  }

  /** At most half of all, so that none is helpful and harmful. */
  private static List<Row> rows(
      Stream<Map.Entry<String, Double>> ordered, int count, InfluenceStudy study) {
    return ordered
        .limit(Math.min(MOST, count / 2))
        .map(each -> new Row(signed(each.getValue()), text(study, each.getKey())))
        .toList();
  }

  private static ExampleText text(InfluenceStudy study, String id) {
    return study.examples().containsKey(id)
        ? ExampleText.of(study.examples().get(id))
        : ExampleText.unknown(id);
  }

  private static String signed(double value) {
    String size = Numbers.decimal(Math.abs(value));
    return value < 0 ? "−" + size : "+" + size;
  }
}
