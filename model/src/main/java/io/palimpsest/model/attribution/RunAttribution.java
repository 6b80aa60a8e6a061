package io.palimpsest.model.attribution;

import io.palimpsest.model.data.AnswerPrediction;
import io.palimpsest.model.data.Sample;
import io.palimpsest.model.tokenizer.Tokenizer;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.record.ExampleRole;
import io.palimpsest.schemas.record.PromptExample;
import io.palimpsest.schemas.record.RunRole;
import io.palimpsest.schemas.record.TrainingRun;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Attributes all test runs of training dynamics: forecasts the losses of all test examples and says
 * how much each training example did to each of them.
 */
public final class RunAttribution {
  private static final ExampleRole[] TESTS = {ExampleRole.TEST, ExampleRole.TEST_UNSEEN};

  private final AttributionConfig config;
  private final AttributionFiles files;
  private final Attribution.Listener listener;
  private final Attribution attribution;
  private final Dynamics dynamics;
  private final Map<String, Sample> samples = new HashMap<>();

  private RunAttribution(
      AttributionConfig config,
      AttributionFiles files,
      Dynamics dynamics,
      Tokenizer tokenizer,
      Attribution.Listener listener) {
    this.config = config;
    this.files = files;
    this.listener = listener;
    this.attribution = new Attribution(config);
    this.dynamics = dynamics;
    for (PromptExample example : dynamics.examples()) {
      samples.put(example.getId(), AnswerPrediction.sample(tokenizer, example));
    }
  }

  /**
   * Writes forecasts and influences of all runs of roles TEST and TEST_UNSEEN: forecasts of each
   * rescaling, influences once, as they are without any.
   *
   * @param tokenizer that the runs' network was trained with
   * @throws InvalidInputException if there is no such run, or none to fit a scale to, or what a run
   *     needs is missing or damaged
   */
  public static AttributionMetrics run(
      AttributionConfig config,
      AttributionFiles files,
      Dynamics dynamics,
      Tokenizer tokenizer,
      Attribution.Listener listener)
      throws IOException {
    return new RunAttribution(config, files, dynamics, tokenizer, listener).written();
  }

  private AttributionMetrics written() throws IOException {
    // What is wrong with any run is said before the work on the first.
    List<TrainingRun> test = testRuns();
    requireAll(test, TESTS);
    List<TrainingRun> fit = fitRuns();
    requireAll(fit, ExampleRole.TEST);
    long start = System.nanoTime();
    List<RunInfluence> tested = of(test, TESTS);
    double seconds = (System.nanoTime() - start) / 1e9;
    long operations = attribution.operations();
    Map<Rescaling, Double> scales = scales(tested, fit);
    AttributionRecords records = new AttributionRecords(config, files, dynamics);
    records.writeInfluences(tested);
    long trajectories = records.writeForecasts(tested, scales);
    return new AttributionMetrics(trajectories, seconds, operations, byLabel(scales));
  }

  private List<TrainingRun> testRuns() {
    List<TrainingRun> runs = dynamics.runs(RunRole.TEST, RunRole.TEST_UNSEEN);
    int tests = dynamics.examples(TESTS).size();
    if (runs.isEmpty() || tests == 0) {
      throw new InvalidInputException(
          "%s has %d test runs and %d test examples: attribution needs one of each"
              .formatted(files.dynamics(), runs.size(), tests));
    }
    return runs;
  }

  /** Runs to fit to, if that is wanted: those that have checkpoints. */
  private List<TrainingRun> fitRuns() {
    if (!config.rescalings().contains(Rescaling.FIT_RUNS)) {
      return List.of();
    }
    List<TrainingRun> runs =
        dynamics.runs(RunRole.FIT, RunRole.VALIDATION).stream()
            .filter(run -> !files.checkpoints(run.getId()).isEmpty())
            .toList();
    if (runs.isEmpty() || dynamics.examples(ExampleRole.TEST).isEmpty()) {
      throw new InvalidInputException(
          "%s has no run of role FIT or VALIDATION with checkpoints and a seen test example, which rescaling by fit-runs needs: let the dynamics stage make validation runs, or give rescaling: [none, truth]"
              .formatted(files.dynamics()));
    }
    return runs;
  }

  private void requireAll(List<TrainingRun> runs, ExampleRole... roles) {
    for (TrainingRun run : runs) {
      Attribution.require(run, files.checkpoints(run.getId()));
      dynamics.examples(roles).forEach(test -> dynamics.loss(run.getId(), test.getId()));
    }
  }

  private List<RunInfluence> of(List<TrainingRun> runs, ExampleRole... roles) throws IOException {
    List<Sample> tests =
        dynamics.examples(roles).stream().map(one -> samples.get(one.getId())).toList();
    List<RunInfluence> influences = new ArrayList<>();
    for (TrainingRun run : runs) {
      influences.add(attribution.of(run, samples, tests, files.checkpoints(run.getId()), listener));
    }
    return influences;
  }

  private Map<Rescaling, Double> scales(List<RunInfluence> tested, List<TrainingRun> fit)
      throws IOException {
    Map<Rescaling, Double> scales = new EnumMap<>(Rescaling.class);
    for (Rescaling rescaling : config.rescalings()) {
      scales.put(
          rescaling,
          switch (rescaling) {
            case NONE -> 1.0;
            case TRUTH -> ScaleFit.of(dynamics, tested);
            case FIT_RUNS -> ScaleFit.of(dynamics, of(fit, ExampleRole.TEST));
          });
    }
    return scales;
  }

  private SortedMap<String, Double> byLabel(Map<Rescaling, Double> scales) {
    SortedMap<String, Double> named = new TreeMap<>();
    scales.forEach((rescaling, scale) -> named.put(config.label(rescaling), scale));
    return named;
  }
}
