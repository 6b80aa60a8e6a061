package io.palimpsest.transforms.dynamics;

import io.palimpsest.schemas.artifact.Attempt;
import io.palimpsest.schemas.artifact.RecordFile;
import io.palimpsest.schemas.artifact.Shard;
import io.palimpsest.schemas.artifact.ShardWriter;
import io.palimpsest.schemas.artifact.Split;
import io.palimpsest.schemas.record.ExampleRole;
import io.palimpsest.schemas.record.PromptExample;
import io.palimpsest.schemas.record.TrainingRun;
import io.palimpsest.schemas.record.Trajectory;
import io.palimpsest.transforms.artifact.Outcome;
import io.palimpsest.transforms.storage.BeamStorage;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/**
 * Reads training runs in the layout of GPTDynamics and writes them as {@link RecordedDynamics} has
 * them, in one worker. They lack checkpoints and learning rates. Returns one {@link Outcome} as
 * JSON.
 */
public final class ImportDynamics extends PTransform<PBegin, PCollection<String>> {
  private static final long serialVersionUID = 1L;
  private static final String NAME = "%s-imported.avro";

  private final ImportOptions options;
  private final List<RecordedFolder> folders;
  private final String trainExamples;
  private final String testExamples;
  private final Attempt attempt;

  private ImportDynamics(
      ImportOptions options,
      List<RecordedFolder> folders,
      String trainExamples,
      String testExamples,
      Attempt attempt) {
    this.options = options;
    this.folders = List.copyOf(folders);
    this.trainExamples = trainExamples;
    this.testExamples = testExamples;
    this.attempt = attempt;
  }

  /**
   * @param folders of the runs, see {@link RecordedFolder#match}
   * @param trainExamples path of the file with the texts that runs train on
   * @param testExamples path of the file with the texts that they are tested with
   */
  public static ImportDynamics of(
      ImportOptions options,
      List<RecordedFolder> folders,
      String trainExamples,
      String testExamples,
      Attempt attempt) {
    return new ImportDynamics(options, folders, trainExamples, testExamples, attempt);
  }

  @Override
  public PCollection<String> expand(PBegin begin) {
    return begin
        .apply("Once", Create.of(NAME))
        .apply("Import", ParDo.of(new ImportFn(this)))
        .setCoder(StringUtf8Coder.of());
  }

  private Outcome outcome() throws IOException {
    GptDynamicsReader.Dynamics read =
        new GptDynamicsReader(options, folders, trainExamples, testExamples).read();
    List<Shard> shards =
        List.of(
            write(
                NAME.formatted("runs"),
                TrainingRun.class,
                TrainingRun.getClassSchema(),
                read.runs()),
            write(
                NAME.formatted("trajectories"),
                Trajectory.class,
                Trajectory.getClassSchema(),
                read.trajectories()),
            write(
                CollectTrajectories.EXAMPLES,
                PromptExample.class,
                PromptExample.getClassSchema(),
                read.examples()));
    return new Outcome(shards, figures(read));
  }

  private SortedMap<String, Double> figures(GptDynamicsReader.Dynamics read) {
    SortedMap<String, Double> figures = new TreeMap<>();
    figures.put("runs", (double) read.runs().size());
    figures.put("runs_left_out", (double) (folders.size() - read.runs().size()));
    figures.put("steps", read.runs().stream().mapToDouble(run -> run.getCurriculum().size()).sum());
    figures.put("trajectories", (double) read.trajectories().size());
    figures.put("examples", (double) read.examples().size());
    figures.put(
        "unseen_test_examples",
        (double)
            read.examples().stream()
                .filter(example -> example.getRole() == ExampleRole.TEST_UNSEEN)
                .count());
    return figures;
  }

  private <T extends SpecificRecord> Shard write(
      String name, Class<T> type, Schema schema, List<T> records) throws IOException {
    ShardWriter file = new ShardWriter(new BeamStorage(), attempt);
    try (DataFileWriter<T> out = RecordFile.writer(type, schema, file)) {
      for (T record : records) {
        out.append(record);
      }
    }
    return file.finish(name, Split.ALL, OptionalLong.of(records.size()));
  }

  private static final class ImportFn extends DoFn<String, String> {
    private static final long serialVersionUID = 1L;

    private final ImportDynamics parent;

    private ImportFn(ImportDynamics parent) {
      this.parent = parent;
    }

    @ProcessElement
    public void process(OutputReceiver<String> outcomes) throws IOException {
      outcomes.output(parent.outcome().toJson());
    }
  }
}
