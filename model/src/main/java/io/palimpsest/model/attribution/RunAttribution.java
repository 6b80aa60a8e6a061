package io.palimpsest.model.attribution;

import io.palimpsest.model.data.AnswerPrediction;
import io.palimpsest.model.data.Sample;
import io.palimpsest.model.tokenizer.Tokenizer;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.artifact.RecordFile;
import io.palimpsest.schemas.artifact.Storage;
import io.palimpsest.schemas.record.ExampleRole;
import io.palimpsest.schemas.record.Influence;
import io.palimpsest.schemas.record.PromptExample;
import io.palimpsest.schemas.record.RunRole;
import io.palimpsest.schemas.record.TrainingRun;
import io.palimpsest.schemas.record.Trajectory;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * Attributes all test runs of training dynamics: forecasts the losses of all test examples and says
 * how much each training example did to each of them.
 */
public final class RunAttribution {
  private static final RunRole[] TEST_RUNS = {RunRole.TEST, RunRole.TEST_UNSEEN};
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
      Tokenizer tokenizer,
      Attribution.Listener listener)
      throws IOException {
    this.config = config;
    this.files = files;
    this.listener = listener;
    this.attribution = new Attribution(config);
    this.dynamics = Dynamics.read(files.storage(), files.dynamics());
    for (PromptExample example : dynamics.examples()) {
      samples.put(example.getId(), AnswerPrediction.sample(tokenizer, example));
    }
  }

  /**
   * Writes forecasts and influences of all runs of roles TEST and TEST_UNSEEN.
   *
   * @param tokenizer that the runs' network was trained with
   * @throws InvalidInputException if there is no such run, or none to fit a scale to, or what a run
   *     needs is missing
   */
  public static AttributionMetrics run(
      AttributionConfig config,
      AttributionFiles files,
      Tokenizer tokenizer,
      Attribution.Listener listener)
      throws IOException {
    long start = System.nanoTime();
    RunAttribution all = new RunAttribution(config, files, tokenizer, listener);
    List<RunInfluence> influences = all.influences();
    double scale = all.scale(influences);
    long trajectories = all.writeForecasts(influences, scale);
    all.writeInfluences(influences, scale);
    double seconds = (System.nanoTime() - start) / 1e9;
    return new AttributionMetrics(trajectories, seconds, scale, all.attribution.operations());
  }

  private List<RunInfluence> influences() throws IOException {
    List<TrainingRun> runs = dynamics.runs(TEST_RUNS);
    if (runs.isEmpty() || dynamics.examples(TESTS).isEmpty()) {
      throw new InvalidInputException(
          "%s has %d test runs and %d test examples: attribution needs one of each"
              .formatted(files.dynamics(), runs.size(), dynamics.examples(TESTS).size()));
    }
    List<RunInfluence> influences = new ArrayList<>();
    for (TrainingRun run : runs) {
      influences.add(influence(run, TESTS));
    }
    return influences;
  }

  private RunInfluence influence(TrainingRun run, ExampleRole... roles) throws IOException {
    List<Sample> tests =
        dynamics.examples(roles).stream().map(one -> samples.get(one.getId())).toList();
    return attribution.of(run, samples, tests, checkpoints(run), listener);
  }

  private StoredCheckpoints checkpoints(TrainingRun run) throws IOException {
    return StoredCheckpoints.below(
        files.storage(), "%s/%s/%s".formatted(files.dynamics(), Dynamics.CHECKPOINTS, run.getId()));
  }

  private double scale(List<RunInfluence> evaluated) throws IOException {
    return switch (config.rescaling()) {
      case NONE -> 1;
      case TRUTH -> fitted(evaluated);
      case FIT_RUNS -> fitted(fitRuns());
    };
  }

  private double fitted(List<RunInfluence> influences) {
    ScaleFit fit = new ScaleFit();
    for (RunInfluence influence : influences) {
      for (int test = 0; test < influence.tests().size(); test++) {
        fit.add(measured(influence, test), influence.fallen(test));
      }
    }
    return fit.scale();
  }

  private Trajectory measured(RunInfluence influence, int test) {
    return dynamics.loss(influence.run(), influence.tests().get(test));
  }

  /** Of the runs to fit to that have checkpoints, on seen test examples. */
  private List<RunInfluence> fitRuns() throws IOException {
    List<RunInfluence> influences = new ArrayList<>();
    for (TrainingRun run : dynamics.runs(RunRole.FIT)) {
      if (!checkpoints(run).isEmpty()) {
        influences.add(influence(run, ExampleRole.TEST));
      }
    }
    if (influences.isEmpty()) {
      throw new InvalidInputException(
          "%s has no run of role FIT with checkpoints, which rescaling: fit-runs needs; let the dynamics stage keep those of one, or use rescaling: none"
              .formatted(files.dynamics()));
    }
    return influences;
  }

  private long writeForecasts(List<RunInfluence> influences, double scale) throws IOException {
    List<Trajectory> forecasts = new ArrayList<>();
    for (RunInfluence influence : influences) {
      for (int test = 0; test < influence.tests().size(); test++) {
        Trajectory measured = measured(influence, test);
        forecasts.add(
            LossForecast.of(measured, influence.fallen(test), scale, config.method().label()));
      }
    }
    write(Trajectory.class, forecasts, AttributionFiles.FORECASTS);
    return forecasts.size();
  }

  private void writeInfluences(List<RunInfluence> influences, double scale) throws IOException {
    List<Influence> records = new ArrayList<>();
    for (RunInfluence influence : influences) {
      influence
          .influences()
          .forEach(
              (example, values) -> {
                for (int test = 0; test < values.length; test++) {
                  records.add(record(influence, example, test, scale * values[test]));
                }
              });
    }
    write(Influence.class, records, AttributionFiles.INFLUENCES);
  }

  private Influence record(RunInfluence influence, String example, int test, double value) {
    return Influence.newBuilder()
        .setMethod(config.method().label())
        .setRun(influence.run())
        .setMetric(Dynamics.LOSS)
        .setTrainExample(example)
        .setTestExample(influence.tests().get(test))
        .setValue(value)
        .build();
  }

  private <T extends SpecificRecord> void write(Class<T> type, List<T> records, String name)
      throws IOException {
    Storage storage = files.storage();
    try (DataFileWriter<T> out =
        RecordFile.writer(
            type,
            SpecificData.get().getSchema(type),
            new BufferedOutputStream(storage.create(files.output() + "/" + name)))) {
      for (T record : records) {
        out.append(record);
      }
    }
  }
}
