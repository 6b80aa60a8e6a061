package io.palimpsest.pipelines.cli;

import io.palimpsest.pipelines.run.Workspace;
import io.palimpsest.schemas.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.runners.flink.FlinkRunner;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Where artifacts lie, and Beam's options, such as the credentials to get at them. */
final class WorkspaceOptions {
  @Option(
      names = "--workspace",
      paramLabel = "DIR",
      defaultValue = "./workspace",
      description =
          "Where artifacts, results and logs lie, a folder or gs://BUCKET/FOLDER (default: ${DEFAULT-VALUE}).")
  private String location;

  /** All parameters: a mixin must not begin at index 1, and each command's own is at 0. */
  @Parameters(index = "0..*", paramLabel = "BEAM OPTIONS", hidden = true)
  private List<String> parameters = new ArrayList<>();

  Workspace open() {
    return open(beam());
  }

  Workspace open(PipelineOptions options) {
    return Workspace.open(location, options);
  }

  /** What stands behind {@code --}; the runner is Flink unless it says otherwise. */
  PipelineOptions beam() {
    List<String> beam = parameters.subList(Math.min(1, parameters.size()), parameters.size());
    try {
      PipelineOptions options =
          PipelineOptionsFactory.fromArgs(beam.toArray(String[]::new)).create();
      if (beam.stream().noneMatch(option -> option.startsWith("--runner="))) {
        options.setRunner(FlinkRunner.class);
      }
      return options;
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException("Beam options %s: %s".formatted(beam, e.getMessage()), e);
    }
  }
}
