package io.palimpsest.model.deviation;

import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.record.PromptExample;
import io.palimpsest.schemas.record.TrainingRun;
import io.palimpsest.schemas.record.Trajectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.linear.BlockRealMatrix;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * Forecasts trajectories as the mean run's plus a deviation that the run's curriculum explains.
 *
 * <p>For a test example of the fit, the mean is that of its own trajectories; for another, it is
 * interpolated from those of the fit, by φ₀ and what is known of the texts, and so is the
 * deviation. Training examples that no run of the fit had count as far as they are like others.
 */
public final class DeviationSimulator {
  private final DeviationConfig config;
  private final FitRuns fit;
  private final Directions directions;
  private final Map<String, Integer> tests;
  private final RealMatrix mean;
  private final RealMatrix[] influence;
  private final double[][] typical;
  private final Interpolation means;
  private final Interpolation deviations;

  /** What is known of a run: its curriculum, and where its test examples begin. */
  private record Begun(
      TrainingRun run, List<PromptExample> trained, List<PromptExample> tests, double[] initial) {}

  private DeviationSimulator(DeviationConfig config, FitRuns fit, Directions directions) {
    this.config = config;
    this.fit = fit;
    this.directions = directions;
    this.tests = FitRuns.index(fit.tests());
    ExamplePairs pairs = new ExamplePairs(fit.trained(), fit.trained(), directions);
    double[][] alike = pairs.alike(config.curriculum().likeness());
    CurriculumProcess process =
        new CurriculumProcess(
            fit.exposures(config.curriculum().memory()), alike, fit.shares(), config.curriculum());
    double[] sizes = fit.sizes();
    RealMatrix scaled = DeviationFit.scaled(fit.stacked(), sizes, -1);
    RealMatrix trend = DeviationFit.scaled(process.trend(scaled), sizes, 1);
    this.mean =
        fit.mean().scalarMultiply(1 - config.share()).add(trend.scalarMultiply(config.share()));
    this.influence = process.influence(scaled);
    this.typical = new double[influence.length][];
    RealMatrix weights = new BlockRealMatrix(process.mean()).multiply(new BlockRealMatrix(alike));
    for (int m = 0; m < influence.length; m++) {
      influence[m] = influence[m].scalarMultiply(sizes[m] * config.share());
      typical[m] = influence[m].preMultiply(weights.getRow(m));
    }
    this.means = interpolation(config.mean());
    this.deviations = interpolation(config.tests());
  }

  /**
   * Fits a simulator to the runs and test examples whose roles say so, and chooses its kernels.
   *
   * @param features by example; empty if there are none
   * @throws InvalidInputException if a trajectory is missing, or runs were measured at other steps
   */
  public static DeviationSimulator fit(
      List<TrainingRun> runs,
      List<PromptExample> examples,
      List<Trajectory> measured,
      Map<String, float[]> features) {
    FitRuns fit = FitRuns.of(runs, examples, measured);
    DeviationConfig best = new DeviationFit(fit, directions(fit, features)).best();
    return new DeviationSimulator(best, fit, directions(fit, features));
  }

  /** The simulator that an earlier fit to the same runs chose. */
  public static DeviationSimulator of(
      DeviationConfig config,
      List<TrainingRun> runs,
      List<PromptExample> examples,
      List<Trajectory> measured,
      Map<String, float[]> features) {
    FitRuns fit = FitRuns.of(runs, examples, measured);
    return new DeviationSimulator(config, fit, directions(fit, features));
  }

  /** What the fit chose. */
  public DeviationConfig config() {
    return config;
  }

  private static Directions directions(FitRuns fit, Map<String, float[]> features) {
    return new Directions(features, fit.trained().stream().map(PromptExample::getId).toList());
  }

  private Interpolation interpolation(TestKernel kernel) {
    TestPairs pairs =
        new TestPairs(
            new ExamplePairs(fit.tests(), fit.tests(), directions),
            fit.initial(),
            fit.initial(),
            fit.initial());
    return new Interpolation(pairs.alike(kernel), kernel.noise());
  }

  /**
   * The trajectories of a run's test examples, [M + 1] values each, the first as it was measured.
   *
   * @param examples by id: those of the curriculum and the tests
   * @param begun one for each test example: its steps, and the first value
   * @throws InvalidInputException if an example is unknown, or steps differ from the fit's
   */
  public List<Trajectory> forecast(
      TrainingRun run, Map<String, PromptExample> examples, List<Trajectory> begun) {
    Begun query = query(run, examples, begun);
    double[][] exposure = exposure(query);
    double[][] alike =
        new ExamplePairs(query.trained(), fit.trained(), directions)
            .alike(config.curriculum().likeness());
    RealMatrix weights = new BlockRealMatrix(exposure).multiply(new BlockRealMatrix(alike));
    RealMatrix deviation = new BlockRealMatrix(influence.length, fit.tests().size());
    for (int m = 0; m < influence.length; m++) {
      double[] row = influence[m].preMultiply(weights.getRow(m));
      for (int test = 0; test < row.length; test++) {
        deviation.setEntry(m, test, row[test] - typical[m][test]);
      }
    }
    RealMatrix all =
        toTests(mean.transpose(), means, config.mean(), query)
            .add(toTests(deviation.transpose(), deviations, config.tests(), query));
    List<Trajectory> forecasts = new ArrayList<>();
    for (int test = 0; test < begun.size(); test++) {
      forecasts.add(trajectory(begun.get(test), all.getRow(test)));
    }
    return forecasts;
  }

  /**
   * What each example of a run's curriculum does to the last measurement of each test example,
   * [examples of the curriculum, in the order of {@link #trained}][tests]: the forecast with it
   * less the forecast without it.
   */
  public double[][] contributions(
      TrainingRun run, Map<String, PromptExample> examples, List<Trajectory> begun) {
    Begun query = query(run, examples, begun);
    int last = influence.length - 1;
    double[] exposure = exposure(query)[last];
    RealMatrix effect =
        new BlockRealMatrix(
                new ExamplePairs(query.trained(), fit.trained(), directions)
                    .alike(config.curriculum().likeness()))
            .multiply(influence[last]);
    for (int example = 0; example < exposure.length; example++) {
      effect.setRowVector(example, effect.getRowVector(example).mapMultiply(exposure[example]));
    }
    return toTests(effect.transpose(), deviations, config.tests(), query).transpose().getData();
  }

  /** The distinct examples of a run's curriculum, in the order of their first steps. */
  public static List<String> trained(TrainingRun run) {
    return run.getCurriculum().stream().flatMap(List::stream).distinct().toList();
  }

  private Begun query(
      TrainingRun run, Map<String, PromptExample> examples, List<Trajectory> begun) {
    for (Trajectory each : begun) {
      List<Integer> steps = each.getSteps();
      if (!steps.subList(1, steps.size()).equals(fit.steps())) {
        throw new InvalidInputException(
            "example '%s' in %s has measurements at steps %s, the simulator was fitted to %s behind the first: measure alike"
                .formatted(each.getExample(), each.getRun(), steps, fit.steps()));
      }
    }
    return new Begun(
        run,
        trained(run).stream().map(id -> known(id, run, examples)).toList(),
        begun.stream().map(each -> known(each.getExample(), run, examples)).toList(),
        begun.stream().mapToDouble(each -> each.getValues().get(0)).toArray());
  }

  private static PromptExample known(
      String id, TrainingRun run, Map<String, PromptExample> examples) {
    PromptExample found = examples.get(id);
    if (found == null) {
      throw new InvalidInputException(
          "example '%s' of %s has no text: add it to the examples".formatted(id, run.getId()));
    }
    return found;
  }

  private double[][] exposure(Begun query) {
    return Exposure.of(
        query.run(), fit.steps(), FitRuns.index(query.trained()), config.curriculum().memory());
  }

  /** Values of the fit's T test examples, [T, K], to those of a query, [tests, K]. */
  private RealMatrix toTests(
      RealMatrix values, Interpolation interpolation, TestKernel kernel, Begun query) {
    TestPairs pairs =
        new TestPairs(
            new ExamplePairs(query.tests(), fit.tests(), directions),
            query.initial(),
            fit.initial(),
            fit.initial());
    RealMatrix all = interpolation.at(pairs.alike(kernel), values);
    for (int test = 0; test < query.tests().size(); test++) {
      Integer seen = tests.get(query.tests().get(test).getId());
      if (seen != null) {
        all.setRow(test, values.getRow(seen));
      }
    }
    return all;
  }

  private static Trajectory trajectory(Trajectory begun, double[] behind) {
    List<Float> values = new ArrayList<>();
    values.add(begun.getValues().get(0));
    for (double value : behind) {
      values.add((float) value);
    }
    return Trajectory.newBuilder(begun).setValues(values).build();
  }
}
