package io.palimpsest.pipelines.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.api.services.dataflow.model.DataflowPackage;
import io.palimpsest.pipelines.stage.StageRun;
import io.palimpsest.pipelines.workflow.PlannedStage;
import io.palimpsest.schemas.artifact.ArtifactStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.runners.dataflow.DataflowRunner;
import org.apache.beam.runners.dataflow.options.DataflowPipelineOptions;
import org.apache.beam.runners.dataflow.util.PackageUtil;
import org.apache.beam.runners.dataflow.util.Stager;
import org.apache.beam.sdk.extensions.gcp.auth.NoopCredentialFactory;
import org.apache.beam.sdk.extensions.gcp.storage.NoopPathValidator;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/**
 * What Dataflow's service would be sent for a stage: built by the real runner, which writes it to a
 * file as a template instead of sending it.
 *
 * @param job the request to the service
 * @param pipeline what workers run
 */
record JobGraph(JsonNode job, RunnerApi.Pipeline pipeline) {
  private static final String ACCELERATOR = "beam:resources:accelerator:v1";
  private static final String RAM = "beam:resources:min_ram_bytes:v1";

  /** Options that need neither network nor credentials, and what a user would give besides. */
  static DataflowPipelineOptions options(Path directory, String... given) throws IOException {
    DataflowPipelineOptions options =
        PipelineOptionsFactory.fromArgs(given).create().as(DataflowPipelineOptions.class);
    options.setRunner(DataflowRunner.class);
    options.setCredentialFactoryClass(NoopCredentialFactory.class);
    options.setPathValidatorClass(NoopPathValidator.class);
    options.setStagerClass(Kept.class);
    // Not of the temporary location: that would ask the bucket for its policy.
    options.setGcpTempLocation("gs://bucket/temporary");
    options.setTemplateLocation(directory.resolve("job.json").toString());
    options.setFilesToStage(List.of(Files.writeString(directory.resolve("code.jar"), "") + ""));
    return options;
  }

  static <C extends Record> JobGraph of(
      PlannedStage<C> stage, StageRun<C> run, ArtifactStore store, DataflowPipelineOptions options)
      throws IOException {
    new StageJob(store, options, "sample", "run").pipeline(stage, run).run();
    return new JobGraph(
        new ObjectMapper().readTree(Path.of(options.getTemplateLocation()).toFile()),
        RunnerApi.Pipeline.parseFrom(((Kept) options.getStager()).files.get("pipeline.pb")));
  }

  /** The names of steps, with slashes. */
  List<String> steps() {
    return pipeline.getComponents().getTransformsMap().values().stream()
        .map(RunnerApi.PTransform::getUniqueName)
        .filter(name -> !name.isEmpty())
        .sorted()
        .toList();
  }

  /** The accelerator that each step with code asks for, by name; empty for none. */
  Map<String, String> accelerators() {
    return hints(ACCELERATOR);
  }

  /** The bytes of memory that each step with code asks for, by name; empty for none. */
  Map<String, String> memory() {
    return hints(RAM);
  }

  private Map<String, String> hints(String urn) {
    Map<String, String> hints = new TreeMap<>();
    for (RunnerApi.PTransform step : pipeline.getComponents().getTransformsMap().values()) {
      if (!step.getEnvironmentId().isEmpty()) {
        var environment = pipeline.getComponents().getEnvironmentsOrThrow(step.getEnvironmentId());
        var hint = environment.getResourceHintsMap().get(urn);
        hints.put(step.getUniqueName(), hint == null ? "" : hint.toStringUtf8());
      }
    }
    return hints;
  }

  /** Keeps what would be uploaded. */
  static final class Kept implements Stager {
    private final Map<String, byte[]> files = new TreeMap<>();

    /** As Beam makes stagers. */
    static Kept fromOptions(PipelineOptions options) {
      return new Kept();
    }

    @Override
    public List<DataflowPackage> stageFiles(List<PackageUtil.StagedFile> filesToStage) {
      return filesToStage.stream().map(file -> staged(file.getDestination())).toList();
    }

    @Override
    public DataflowPackage stageToFile(byte[] bytes, String baseName) {
      files.put(baseName, bytes);
      return staged(baseName);
    }

    private static DataflowPackage staged(String name) {
      return new DataflowPackage().setName(name).setLocation("gs://bucket/staging/" + name);
    }
  }
}
