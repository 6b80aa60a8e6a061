package io.palimpsest.pipelines.stage;

import io.palimpsest.pipelines.config.Key;
import io.palimpsest.pipelines.report.WriteReport;
import io.palimpsest.schemas.artifact.Artifact;
import io.palimpsest.schemas.artifact.Kind;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.values.PCollection;

/** Artifacts to a page for people. */
final class ReportStage implements StageType<ReportStage.Config> {
  record Config(@Key(value = "the page's title", byDefault = "Palimpsest") String title) {}

  @Override
  public String name() {
    return "report";
  }

  @Override
  public int version() {
    return 3;
  }

  @Override
  public String summary() {
    return "writes one self-contained HTML page about its inputs and all that they were made from";
  }

  @Override
  public Class<Config> config() {
    return Config.class;
  }

  @Override
  public List<Port> ports() {
    return List.of(Port.many("from"));
  }

  @Override
  public List<String> kinds() {
    return List.of(Kind.REPORT);
  }

  @Override
  public PCollection<String> expand(Pipeline pipeline, StageRun<Config> run) {
    List<String> directories = run.inputs().values().stream().map(Artifact::directory).toList();
    return pipeline.apply(
        "WriteReport",
        WriteReport.of(run.store().workspace(), run.config().title(), directories, run.attempt()));
  }
}
