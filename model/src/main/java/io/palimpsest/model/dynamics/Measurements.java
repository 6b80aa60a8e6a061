package io.palimpsest.model.dynamics;

import io.palimpsest.schemas.record.PromptExample;
import io.palimpsest.schemas.record.Trajectory;
import java.util.ArrayList;
import java.util.List;

/** One metric of some test examples, measured again and again in a run. */
final class Measurements {
  private final String run;
  private final String metric;
  private final List<PromptExample> examples;
  private final List<Integer> steps = new ArrayList<>();
  private final List<float[]> values = new ArrayList<>();

  Measurements(String run, String metric, List<PromptExample> examples) {
    this.run = run;
    this.metric = metric;
    this.examples = examples;
  }

  /** Takes what was measured behind a step, one value for each example. */
  void add(int step, float[] measured) {
    steps.add(step);
    values.add(measured);
  }

  /** Of all examples, in their order. */
  List<Trajectory> trajectories() {
    List<Trajectory> all = new ArrayList<>();
    for (int i = 0; i < examples.size(); i++) {
      int index = i;
      all.add(
          Trajectory.newBuilder()
              .setRun(run)
              .setExample(examples.get(i).getId())
              .setMetric(metric)
              .setSteps(List.copyOf(steps))
              .setValues(values.stream().map(each -> each[index]).toList())
              .build());
    }
    return all;
  }
}
