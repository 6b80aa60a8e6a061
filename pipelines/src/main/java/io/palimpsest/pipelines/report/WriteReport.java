package io.palimpsest.pipelines.report;

import io.palimpsest.schemas.artifact.Artifact;
import io.palimpsest.schemas.artifact.ArtifactStore;
import io.palimpsest.schemas.artifact.Attempt;
import io.palimpsest.schemas.artifact.Shard;
import io.palimpsest.schemas.artifact.ShardWriter;
import io.palimpsest.schemas.artifact.Split;
import io.palimpsest.transforms.artifact.Outcome;
import io.palimpsest.transforms.storage.BeamStorage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/** Writes one HTML page about artifacts and all that they were made from. */
public final class WriteReport extends PTransform<PBegin, PCollection<String>> {
  private static final long serialVersionUID = 1L;

  private final String workspace;
  private final String title;
  private final List<String> directories;
  private final Attempt attempt;

  private WriteReport(String workspace, String title, List<String> directories, Attempt attempt) {
    this.workspace = workspace;
    this.title = title;
    this.directories = new ArrayList<>(directories);
    this.attempt = attempt;
  }

  /**
   * @param workspace where the artifacts' inputs are looked for
   * @param title of the page
   * @param directories of the artifacts
   */
  public static WriteReport of(
      String workspace, String title, List<String> directories, Attempt attempt) {
    return new WriteReport(workspace, title, directories, attempt);
  }

  @Override
  public PCollection<String> expand(PBegin begin) {
    return begin
        .apply(
            "Artifacts",
            Create.of(List.of(directories)).withCoder(ListCoder.of(StringUtf8Coder.of())))
        .apply("Write", ParDo.of(new WriteFn(workspace, title, attempt)));
  }

  private static final class WriteFn extends DoFn<List<String>, String> {
    private static final long serialVersionUID = 1L;

    private final String workspace;
    private final String title;
    private final Attempt attempt;

    private WriteFn(String workspace, String title, Attempt attempt) {
      this.workspace = workspace;
      this.title = title;
      this.attempt = attempt;
    }

    @ProcessElement
    public void process(@Element List<String> directories, OutputReceiver<String> outcomes)
        throws IOException {
      ArtifactStore store = new ArtifactStore(new BeamStorage(), workspace);
      List<Artifact> artifacts = new ArrayList<>();
      for (String directory : directories) {
        store.read(directory).ifPresent(artifacts::add);
      }
      Report report =
          new ReportBuilder(store, artifacts)
              .build(title, Instant.now().truncatedTo(ChronoUnit.SECONDS));
      ShardWriter file = new ShardWriter(store.storage(), attempt);
      file.write(ReportPage.html(report).getBytes(StandardCharsets.UTF_8));
      Shard page = file.finish("index.html", Split.ALL, OptionalLong.empty());
      outcomes.output(new Outcome(List.of(page), new TreeMap<>()).toJson());
    }
  }
}
