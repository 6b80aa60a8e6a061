package io.palimpsest.transforms.dynamics;

import com.fasterxml.jackson.databind.JsonNode;
import io.palimpsest.model.dynamics.RunPlan;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.record.PromptExample;
import io.palimpsest.schemas.record.TrainingRun;
import io.palimpsest.schemas.record.Trajectory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads one run that others recorded. Where its measurements begin after some steps, not before
 * training, the run begins there: steps count from there on, and the batches before are left out.
 */
final class ImportedRun {
  private static final Pattern SEED = Pattern.compile("seed[-_=]?([0-9]{1,18})");

  private final RecordedFolder folder;
  private final RunPlan plan;
  private final ImportOptions options;
  private final ImportedExamples training;
  private final ImportedExamples tests;
  private final List<List<String>> batches = new ArrayList<>();
  private final List<Trajectory> trajectories = new ArrayList<>();

  private ImportedRun(
      RecordedFolder folder,
      RunPlan plan,
      ImportOptions options,
      ImportedExamples training,
      ImportedExamples tests) {
    this.folder = folder;
    this.plan = plan;
    this.options = options;
    this.training = training;
    this.tests = tests;
  }

  /**
   * Reads it.
   *
   * @param plan whose role it has
   * @throws InvalidInputException for what is broken; names file and line
   */
  static ImportedRun read(
      RecordedFolder folder,
      RunPlan plan,
      ImportOptions options,
      ImportedExamples training,
      ImportedExamples tests)
      throws IOException {
    ImportedRun run = new ImportedRun(folder, plan, options, training, tests);
    JsonObjects.forEach(folder.curriculum(), run::addBatch);
    for (String metric : options.metrics()) {
      run.addAll(metric);
    }
    return run;
  }

  /** The run, its curriculum beginning with the first measurement. */
  TrainingRun run() {
    return TrainingRun.newBuilder()
        .setId(folder.id())
        .setSeed(seed())
        .setRole(plan.role())
        .setCurriculum(batches.subList(first(), batches.size()))
        .build();
  }

  /** What the folder's name says, as {@code seed-7}; else the runs are counted. */
  private long seed() {
    Matcher name = SEED.matcher(folder.id());
    return name.find() ? Long.parseLong(name.group(1)) : plan.seed();
  }

  /** All trajectories, by metric, their steps from 0 on. */
  List<Trajectory> trajectories() {
    int first = first();
    return trajectories.stream()
        .map(
            each ->
                Trajectory.newBuilder(each)
                    .setSteps(each.getSteps().stream().map(step -> step - first).toList())
                    .build())
        .toList();
  }

  private int first() {
    return trajectories.get(0).getSteps().get(0);
  }

  private void addBatch(JsonObjects.Place place) {
    int step = place.number(place.object(), DynamicsLayout.STEP);
    if (step != batches.size() + 1) {
      throw place.problem(
          "step %d follows step %d; give every step from 1 on, in order"
              .formatted(step, batches.size()));
    }
    List<String> ids = new ArrayList<>();
    for (JsonNode id : place.object().path(DynamicsLayout.BATCH)) {
      if (!id.isIntegralNumber()) {
        throw place.problem("example %s is no whole number; correct the file".formatted(id));
      }
      ids.add(training.of(id.intValue(), place).getId());
    }
    if (ids.isEmpty()) {
      throw place.problem("step %d has no '%s'".formatted(step, DynamicsLayout.BATCH));
    }
    batches.add(ids);
  }

  private void addAll(String metric) throws IOException {
    String path = folder.trajectories().get(metric);
    List<Trajectory> found = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    JsonObjects.forEach(
        path,
        place -> {
          Trajectory trajectory = trajectory(place, metric);
          if (!seen.add(trajectory.getExample())) {
            throw place.problem("example %s was there before".formatted(trajectory.getExample()));
          }
          requireSteps(place, trajectory, found);
          found.add(trajectory);
          trajectories.add(trajectory);
        });
    if (found.isEmpty()) {
      throw new InvalidInputException(
          path + " is empty, so nothing to import; leave the run's folder out");
    }
  }

  private Trajectory trajectory(JsonObjects.Place place, String metric) {
    PromptExample example = tests.of(place.number(place.object(), DynamicsLayout.ID), place);
    List<Integer> steps = new ArrayList<>();
    List<Float> values = new ArrayList<>();
    for (JsonNode point : points(place, metric)) {
      steps.add(place.number(point, DynamicsLayout.STEP));
      values.add((float) value(place, point, metric));
    }
    return Trajectory.newBuilder()
        .setRun(folder.id())
        .setExample(example.getId())
        .setMetric(metric)
        .setSteps(steps)
        .setValues(values)
        .build();
  }

  private static JsonNode points(JsonObjects.Place place, String metric) {
    JsonNode loss = place.object().path(DynamicsLayout.LOSS + DynamicsLayout.TRAJECTORY);
    JsonNode points =
        loss.isArray() ? loss : place.object().path(metric + DynamicsLayout.TRAJECTORY);
    if (points.isEmpty()) {
      throw place.problem(
          "there is no '%s%s' with a step"
              .formatted(DynamicsLayout.LOSS, DynamicsLayout.TRAJECTORY));
    }
    return points;
  }

  private double value(JsonObjects.Place place, JsonNode point, String metric) {
    JsonNode given =
        point.has(DynamicsLayout.LOSS) ? point.get(DynamicsLayout.LOSS) : point.path(metric);
    int step = place.number(point, DynamicsLayout.STEP);
    if (!given.isNumber() || !Double.isFinite(given.doubleValue())) {
      throw place.problem(
          "%s of step %d is %s, no finite number; leave the run out, or record it again"
              .formatted(metric, step, shown(given)));
    }
    boolean isLoss = metric.equals(DynamicsLayout.LOSS);
    double value = given.doubleValue() / (options.percent() && !isLoss ? 100 : 1);
    if (!isLoss && !(value >= 0 && value <= 1)) {
      throw place.problem(
          "%s of step %d is %s, not from 0 to 1; set percent where values go to 100"
              .formatted(metric, step, given));
    }
    return value;
  }

  /** A number that is none would be quoted as JSON. */
  private static String shown(JsonNode value) {
    String text = value.isNumber() ? value.asText() : value.toString();
    return value.isMissingNode() ? "missing" : text;
  }

  private void requireSteps(
      JsonObjects.Place place, Trajectory trajectory, List<Trajectory> before) {
    List<Integer> steps = trajectory.getSteps();
    if (!steps.equals(steps.stream().distinct().sorted(Comparator.naturalOrder()).toList())) {
      throw place.problem("steps %s are not in order".formatted(steps));
    }
    if (steps.get(0) < 0 || steps.get(steps.size() - 1) > batches.size()) {
      throw place.problem(
          "steps go from %d to %d, but %s has %d"
              .formatted(
                  steps.get(0), steps.get(steps.size() - 1), folder.curriculum(), batches.size()));
    }
    if (!before.isEmpty() && !steps.equals(before.get(0).getSteps())) {
      throw place.problem(
          "steps are %s, but %s before; record the same steps of all examples"
              .formatted(steps, before.get(0).getSteps()));
    }
    // Of a metric that takes longer fewer steps may be measured.
    if (!trajectories.isEmpty() && first() != steps.get(0)) {
      throw place.problem(
          "the first step is %d, but %d of %s; record both from the same step on"
              .formatted(steps.get(0), first(), trajectories.get(0).getMetric()));
    }
  }
}
