package io.palimpsest.pipelines.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The workflow as the page's script draws it.
 *
 * @param nodes the stages
 * @param edges the artifacts that go from one stage to another
 */
record WorkflowChart(List<Node> nodes, List<LayeredLayout.Route> edges) {

  private static final int MOST_FIGURES = 16;

  /** A stage: three lines of text, a place, and what the tooltip says. */
  record Node(
      String name,
      String figure,
      String time,
      boolean reused,
      LayeredLayout.Place place,
      List<Detail> details) {}

  /** A line of a tooltip. */
  record Detail(String label, String value) {}

  /** Nothing if there are no stages. */
  static Optional<WorkflowChart> of(List<StageSummary> stages) {
    if (stages.isEmpty()) {
      return Optional.empty();
    }
    Map<String, List<String>> inputs = new LinkedHashMap<>();
    stages.forEach(stage -> inputs.put(stage.name(), stage.inputs()));
    LayeredLayout layout = LayeredLayout.of(inputs);
    List<Node> nodes =
        stages.stream().map(stage -> node(stage, layout.places().get(stage.name()))).toList();
    return Optional.of(new WorkflowChart(nodes, layout.routes()));
  }

  private static Node node(StageSummary stage, LayeredLayout.Place place) {
    boolean reused = stage.state() == StageSummary.State.REUSED;
    return new Node(
        stage.name(),
        stage.mainFigure().orElse(stage.type()),
        stage.time(),
        reused,
        place,
        details(stage));
  }

  static List<Detail> details(StageSummary stage) {
    List<Detail> details = new ArrayList<>();
    details.add(new Detail("type", stage.type()));
    details.add(new Detail("state", stage.state().label()));
    details.add(new Detail("time", Numbers.duration(stage.seconds())));
    details.addAll(firstFigures(stage.metrics()));
    details.add(new Detail("fingerprint", stage.fingerprint()));
    return details;
  }

  /** The first figures of many, and how many more there are. */
  static List<Detail> firstFigures(Map<String, Double> metrics) {
    List<Detail> all = figures(metrics);
    if (all.size() <= MOST_FIGURES) {
      return all;
    }
    List<Detail> first = new ArrayList<>(all.subList(0, MOST_FIGURES));
    first.add(new Detail("more figures", Numbers.count(all.size() - MOST_FIGURES)));
    return first;
  }

  static List<Detail> figures(Map<String, Double> metrics) {
    return metrics.entrySet().stream()
        .map(m -> new Detail(Numbers.label(m.getKey()), Numbers.metric(m.getKey(), m.getValue())))
        .toList();
  }
}
