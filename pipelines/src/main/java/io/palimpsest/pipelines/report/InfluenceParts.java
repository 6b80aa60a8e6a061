package io.palimpsest.pipelines.report;

import io.palimpsest.model.comparison.MislabelDetection;
import io.palimpsest.schemas.record.MislabelCurve;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The section on training-data influence.
 *
 * @param table the comparison of methods, at most one
 * @param ranked lists of training examples by method
 * @param wrong how many training answers were made wrong on purpose, in words
 * @param charts as the page's script draws them
 */
record InfluenceParts(
    List<MethodTable> table, List<RankedExamples> ranked, String wrong, Charts charts) {

  /**
   * What the script draws.
   *
   * @param trajectories at most one
   * @param texts of the examples that charts name, by id
   */
  record Charts(
      List<TrajectoryChart> trajectories,
      List<InfluenceMap> maps,
      List<Detection> detection,
      CostChart cost,
      Map<String, ExampleText> texts) {}

  /** A curve of found against inspected examples. */
  record Detection(String method, String order, List<Double> inspected, List<Double> found) {
    static Detection of(MislabelCurve curve) {
      return new Detection(
          MethodLabel.of(curve.getMethod()),
          curve.getMethod(),
          curve.getInspected(),
          curve.getFound());
    }
  }

  static InfluenceParts of(InfluenceStudy study) {
    List<TrajectoryChart> trajectories = TrajectoryChart.of(study).stream().toList();
    List<InfluenceMap> maps = InfluenceMap.of(study.grids());
    Charts charts =
        new Charts(
            trajectories,
            maps,
            study.curves().stream().map(Detection::of).toList(),
            CostChart.of(study.figures()),
            texts(study, trajectories, maps));
    return new InfluenceParts(
        MethodTable.of(study.figures()).stream().toList(),
        RankedExamples.of(study),
        wrong(study.curves()),
        charts);
  }

  private static SortedMap<String, ExampleText> texts(
      InfluenceStudy study, List<TrajectoryChart> trajectories, List<InfluenceMap> maps) {
    SortedMap<String, ExampleText> texts = new TreeMap<>();
    Stream<String> single =
        trajectories.stream().flatMap(t -> t.views().stream()).map(TrajectoryChart.View::example);
    Stream<String> mapped =
        maps.stream().flatMap(map -> Stream.concat(map.train().stream(), map.test().stream()));
    Stream.concat(single, mapped)
        .filter(study.examples()::containsKey)
        .forEach(id -> texts.put(id, ExampleText.of(study.examples().get(id))));
    return texts;
  }

  private static String wrong(List<MislabelCurve> curves) {
    return curves.stream()
        .filter(curve -> curve.getMethod().equals(MislabelDetection.RANDOM))
        .map(
            curve ->
                "Of %s training examples, %s have answers that were made wrong on purpose."
                    .formatted(
                        Numbers.count(curve.getExamples()), Numbers.count(curve.getFlipped())))
        .findFirst()
        .orElse("");
  }

  boolean hasTrajectories() {
    return !charts.trajectories().isEmpty();
  }

  boolean hasMaps() {
    return !charts.maps().isEmpty();
  }

  boolean hasDetection() {
    return !charts.detection().isEmpty();
  }

  boolean hasCost() {
    return !charts.cost().bars().isEmpty();
  }
}
