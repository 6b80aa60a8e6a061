package io.palimpsest.transforms.comparison;

import io.palimpsest.schemas.artifact.Attempt;
import io.palimpsest.schemas.artifact.RecordFile;
import io.palimpsest.schemas.artifact.Storage;
import io.palimpsest.schemas.record.ForecastScore;
import io.palimpsest.schemas.record.MislabelCurve;
import io.palimpsest.transforms.artifact.WrittenFiles;
import io.palimpsest.transforms.dynamics.RecordedDynamics;
import io.palimpsest.transforms.storage.BeamStorage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
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
 * that it changes as it did in the runs of the fit. Where answers were made wrong on purpose,
 * {@value #DETECTION} says how well each method's influences find them. Returns one {@link
 * io.palimpsest.transforms.artifact.Outcome} as JSON.
 */
public final class CompareMethods extends PTransform<PBegin, PCollection<String>> {
  private static final long serialVersionUID = 1L;

  /** The file of {@link ForecastScore}s. */
  public static final String SCORES = "scores.avro";

  /** The file of {@link MislabelCurve}s. */
  public static final String DETECTION = "detection.avro";

  private final Comparison comparison;
  private final Attempt attempt;

  private CompareMethods(Comparison comparison, Attempt attempt) {
    this.comparison = comparison;
    this.attempt = attempt;
  }

  /**
   * @param dynamics what was measured
   * @param methods what methods say of it
   * @param metric whose trajectories are compared
   */
  public static CompareMethods of(
      RecordedDynamics dynamics, List<MethodRecords> methods, String metric, Attempt attempt) {
    return new CompareMethods(new Comparison(dynamics, methods, metric), attempt);
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
      List<String> paths = new ArrayList<>();
      List<ForecastScore> scores = comparison.scores();
      paths.add(write(storage, SCORES, ForecastScore.class, scores));
      List<MislabelCurve> curves = comparison.mislabelCurves();
      if (!curves.isEmpty()) {
        paths.add(write(storage, DETECTION, MislabelCurve.class, curves));
      }
      outcomes.output(
          WrittenFiles.outcome(storage, attempt, paths, comparison.figures(scores, curves))
              .toJson());
    }

    private <T extends SpecificRecord> String write(
        Storage storage, String name, Class<T> type, List<T> records) throws IOException {
      String path = attempt.data() + "/" + name;
      RecordFile.write(type, records, storage, path);
      return path;
    }
  }
}
