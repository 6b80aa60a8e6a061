package io.palimpsest.transforms.comparison;

import io.palimpsest.model.comparison.MeanInfluence;
import io.palimpsest.model.comparison.MethodFigures;
import io.palimpsest.model.comparison.MislabelDetection;
import io.palimpsest.model.comparison.Subset;
import io.palimpsest.model.comparison.TrajectoryCost;
import io.palimpsest.model.comparison.TrajectoryError;
import io.palimpsest.model.comparison.TrivialTrajectories;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.record.ExampleRole;
import io.palimpsest.schemas.record.ForecastScore;
import io.palimpsest.schemas.record.MislabelCurve;
import io.palimpsest.schemas.record.PromptExample;
import io.palimpsest.schemas.record.RunRole;
import io.palimpsest.schemas.record.TrainingRun;
import io.palimpsest.schemas.record.Trajectory;
import io.palimpsest.transforms.dynamics.RecordedDynamics;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What is compared.
 *
 * @param dynamics what was measured
 * @param methods what methods forecast of it and see as its causes
 * @param metric whose trajectories are compared
 */
record Comparison(RecordedDynamics dynamics, List<MethodRecords> methods, String metric)
    implements Serializable {
  Comparison {
    methods = List.copyOf(methods);
  }

  /** A run's test example. */
  private record Place(String run, String example) {
    static Place of(Trajectory trajectory) {
      return new Place(trajectory.getRun(), trajectory.getExample());
    }
  }

  /** The scores of every forecast, trivial ones first. */
  List<ForecastScore> scores() throws IOException {
    Map<String, RunRole> runs = new HashMap<>();
    for (TrainingRun run : dynamics.runs()) {
      runs.put(run.getId(), run.getRole());
    }
    Map<String, ExampleRole> examples = new HashMap<>();
    for (PromptExample example : dynamics.examples()) {
      examples.put(example.getId(), example.getRole());
    }
    List<Trajectory> measured = dynamics.trajectories(metric);
    Map<Place, Trajectory> truth = new HashMap<>();
    measured.forEach(each -> truth.put(Place.of(each), each));
    List<ForecastScore> scores = new ArrayList<>();
    for (Trajectory forecast : forecasts(new TrivialTrajectories(runs, examples, measured))) {
      Trajectory measuredThere = truth.get(Place.of(forecast));
      if (measuredThere == null) {
        throw unmeasured(forecast);
      }
      Optional<Subset> subset =
          Subset.of(runs.get(forecast.getRun()), examples.get(forecast.getExample()));
      subset.ifPresent(where -> scores.add(TrajectoryError.of(where, measuredThere, forecast)));
    }
    return scores;
  }

  private List<Trajectory> forecasts(TrivialTrajectories trivial) throws IOException {
    List<Trajectory> all = new ArrayList<>(trivial.all());
    for (MethodRecords each : methods) {
      each.forecasts(metric, all::add);
    }
    return all;
  }

  private InvalidInputException unmeasured(Trajectory forecast) {
    return new InvalidInputException(
        "method %s forecasts %s of example '%s' in %s, which was not measured: compare it with the dynamics that it was made for"
            .formatted(forecast.getMethod(), metric, forecast.getExample(), forecast.getRun()));
  }

  /** How well methods find wrong answers, where the dynamics have some; else nothing. */
  List<MislabelCurve> mislabelCurves() throws IOException {
    Set<String> flipped =
        dynamics.examples().stream()
            .filter(PromptExample::getFlipped)
            .map(PromptExample::getId)
            .collect(Collectors.toSet());
    return flipped.isEmpty()
        ? List.of()
        : new MislabelDetection(metric, flipped).curves(meanInfluence());
  }

  private MeanInfluence meanInfluence() throws IOException {
    MeanInfluence mean = new MeanInfluence();
    for (MethodRecords each : methods) {
      each.influences(metric, mean::add);
    }
    return mean;
  }

  /** All figures: how near forecasts come, what wrong answers are found, what a forecast costs. */
  SortedMap<String, Double> figures(List<ForecastScore> scores, List<MislabelCurve> curves)
      throws IOException {
    SortedMap<String, Double> figures = new TreeMap<>(MethodFigures.of(scores));
    figures.putAll(MislabelDetection.figures(curves));
    for (MethodRecords each : methods) {
      for (String method : each.methods()) {
        figures.putAll(TrajectoryCost.of(method, each.figures()));
      }
    }
    return figures;
  }
}
