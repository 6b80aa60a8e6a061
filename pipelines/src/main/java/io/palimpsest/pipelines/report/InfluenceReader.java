package io.palimpsest.pipelines.report;

import io.palimpsest.model.comparison.MeanInfluence;
import io.palimpsest.model.comparison.TrivialTrajectories;
import io.palimpsest.schemas.artifact.Artifact;
import io.palimpsest.schemas.artifact.Kind;
import io.palimpsest.schemas.artifact.Split;
import io.palimpsest.schemas.record.ExampleRole;
import io.palimpsest.schemas.record.Influence;
import io.palimpsest.schemas.record.MislabelCurve;
import io.palimpsest.schemas.record.PromptExample;
import io.palimpsest.schemas.record.RunRole;
import io.palimpsest.schemas.record.TrainingRun;
import io.palimpsest.schemas.record.Trajectory;
import io.palimpsest.transforms.artifact.InputShard;
import io.palimpsest.transforms.comparison.CompareMethods;
import io.palimpsest.transforms.comparison.MethodRecords;
import io.palimpsest.transforms.dynamics.RecordedDynamics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads a comparison's artifact and those that it compares. */
final class InfluenceReader {
  private final Artifact comparison;
  private final RecordedDynamics dynamics;
  private final List<MethodRecords> methods;
  private final String metric;
  private final Map<String, RunRole> roles = new LinkedHashMap<>();

  private InfluenceReader(Artifact comparison, Artifact dynamics, List<Artifact> methods)
      throws IOException {
    this.comparison = comparison;
    this.dynamics = new RecordedDynamics(InputShard.of(dynamics, Split.ALL));
    this.methods = methods.stream().map(MethodRecords::of).toList();
    this.metric = comparison.manifest().derivation().config().path("metric").asText("loss");
    for (TrainingRun run : testRuns()) {
      roles.put(run.getId(), run.getRole());
    }
  }

  /**
   * @param inputs of the comparison; if the dynamics are gone, there is nothing to read
   */
  static Optional<InfluenceStudy> read(Artifact comparison, List<Artifact> inputs)
      throws IOException {
    Optional<Artifact> dynamics =
        inputs.stream().filter(each -> isKind(each, Kind.DYNAMICS)).findFirst();
    List<Artifact> methods = inputs.stream().filter(each -> isKind(each, Kind.FORECASTS)).toList();
    return dynamics.isEmpty()
        ? Optional.empty()
        : Optional.of(new InfluenceReader(comparison, dynamics.get(), methods).study());
  }

  private static boolean isKind(Artifact artifact, String kind) {
    return artifact.manifest().kind().equals(kind);
  }

  private InfluenceStudy study() throws IOException {
    Map<String, PromptExample> examples = new TreeMap<>();
    for (PromptExample example : dynamics.examples()) {
      examples.put(example.getId(), example);
    }
    MeanInfluence means = new MeanInfluence();
    Map<String, InfluenceGrid> grids = influences(means);
    List<Trajectory> measured = dynamics.trajectories(metric);
    List<Trajectory> forecasts = forecasts(examples, measured);
    return new InfluenceStudy(
        comparison.manifest().metrics(),
        examples,
        ofFirstRun(measured),
        ofFirstRun(forecasts),
        means,
        grids,
        curves());
  }

  /** Of runs on seen examples first. */
  private List<TrainingRun> testRuns() throws IOException {
    return dynamics.runs().stream()
        .filter(run -> run.getRole() == RunRole.TEST || run.getRole() == RunRole.TEST_UNSEEN)
        .sorted(Comparator.comparing(TrainingRun::getRole).thenComparing(TrainingRun::getId))
        .toList();
  }

  private Map<String, InfluenceGrid> influences(MeanInfluence means) throws IOException {
    List<String> order = List.copyOf(roles.keySet());
    Map<String, InfluenceGrid> grids = new TreeMap<>();
    for (MethodRecords each : methods) {
      each.influences(
          metric,
          influence -> {
            means.add(influence);
            grid(grids, influence, order).add(influence);
          });
    }
    return grids;
  }

  private static InfluenceGrid grid(
      Map<String, InfluenceGrid> grids, Influence influence, List<String> order) {
    return grids.computeIfAbsent(
        influence.getMethod(),
        method ->
            new InfluenceGrid(run -> order.contains(run) ? order.indexOf(run) : order.size()));
  }

  private List<Trajectory> forecasts(Map<String, PromptExample> examples, List<Trajectory> measured)
      throws IOException {
    List<Trajectory> forecasts = new ArrayList<>();
    for (MethodRecords each : methods) {
      each.forecasts(metric, forecasts::add);
    }
    Map<String, RunRole> runs = new TreeMap<>();
    for (TrainingRun run : dynamics.runs()) {
      runs.put(run.getId(), run.getRole());
    }
    Map<String, ExampleRole> exampleRoles = new TreeMap<>();
    examples.forEach((id, example) -> exampleRoles.put(id, example.getRole()));
    forecasts.addAll(new TrivialTrajectories(runs, exampleRoles, measured).all());
    return forecasts;
  }

  private List<Trajectory> ofFirstRun(List<Trajectory> trajectories) {
    return roles.keySet().stream()
        .findFirst()
        .map(run -> trajectories.stream().filter(each -> each.getRun().equals(run)).toList())
        .orElse(List.of());
  }

  private List<MislabelCurve> curves() throws IOException {
    List<MislabelCurve> curves = new ArrayList<>();
    for (InputShard shard : InputShard.of(comparison, Split.ALL)) {
      if (shard.name().equals(CompareMethods.DETECTION)) {
        shard.forEach(MislabelCurve.class, curves::add);
      }
    }
    return curves;
  }
}
