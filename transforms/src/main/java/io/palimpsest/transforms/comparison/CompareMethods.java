package io.palimpsest.transforms.comparison;

import io.palimpsest.schemas.artifact.Attempt;
import io.palimpsest.schemas.artifact.RecordFile;
import io.palimpsest.schemas.artifact.Storage;
import io.palimpsest.schemas.record.ForecastScore;
import io.palimpsest.transforms.artifact.InputShard;
import io.palimpsest.transforms.artifact.WrittenFiles;
import io.palimpsest.transforms.dynamics.RecordedDynamics;
import io.palimpsest.transforms.storage.BeamStorage;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.util.List;
import org.apache.avro.file.DataFileWriter;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/**
 * Scores forecasts of trajectories by method and subset, and each test example of each run, {@value
 * #SCORES}. Two forecasts that need no method stand beside them: that a loss stays as it was, and
 * that it changes as it did in the runs of the fit. Returns one {@link
 * io.palimpsest.transforms.artifact.Outcome} as JSON.
 */
public final class CompareMethods extends PTransform<PBegin, PCollection<String>> {
  private static final long serialVersionUID = 1L;

  /** The file of {@link ForecastScore}s. */
  public static final String SCORES = "scores.avro";

  private final Comparison comparison;
  private final Attempt attempt;

  private CompareMethods(Comparison comparison, Attempt attempt) {
    this.comparison = comparison;
    this.attempt = attempt;
  }

  /**
   * @param dynamics what was measured
   * @param forecasts shards of {@link io.palimpsest.schemas.record.Trajectory} by methods
   * @param metric whose trajectories are compared
   */
  public static CompareMethods of(
      RecordedDynamics dynamics, List<InputShard> forecasts, String metric, Attempt attempt) {
    return new CompareMethods(new Comparison(dynamics, forecasts, metric), attempt);
  }

  @Override
  public PCollection<String> expand(PBegin begin) {
    return begin
        .apply("Forecasts", Create.of(comparison).withCoder(SerializableCoder.of(Comparison.class)))
        .apply("Score", ParDo.of(new ScoreFn(attempt)));
  }

  private static final class ScoreFn extends DoFn<Comparison, String> {
    private static final long serialVersionUID = 1L;

    private final Attempt attempt;

    private ScoreFn(Attempt attempt) {
      this.attempt = attempt;
    }

    @ProcessElement
    public void process(@Element Comparison comparison, OutputReceiver<String> outcomes)
        throws IOException {
      Storage storage = new BeamStorage();
      String path = attempt.data() + "/" + SCORES;
      List<ForecastScore> scores = comparison.scores();
      write(storage, path, scores);
      outcomes.output(
          WrittenFiles.outcome(storage, attempt, List.of(path), comparison.figures(scores))
              .toJson());
    }

    private static void write(Storage storage, String path, List<ForecastScore> scores)
        throws IOException {
      try (DataFileWriter<ForecastScore> out =
          RecordFile.writer(
              ForecastScore.class,
              ForecastScore.getClassSchema(),
              new BufferedOutputStream(storage.create(path)))) {
        for (ForecastScore score : scores) {
          out.append(score);
        }
      }
    }
  }
}
