package io.palimpsest.pipelines.cli;

import io.palimpsest.pipelines.run.Workspace;
import io.palimpsest.schemas.InvalidInputException;
import java.util.List;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import picocli.CommandLine.Option;

/** Where artifacts lie. */
final class WorkspaceOptions {
  @Option(
      names = "--workspace",
      paramLabel = "DIR",
      defaultValue = "./workspace",
      description = "Where artifacts, results and logs lie (default: ${DEFAULT-VALUE}).")
  String location;

  Workspace open() {
    return open(PipelineOptionsFactory.create());
  }

  Workspace open(PipelineOptions options) {
    return Workspace.open(location, options);
  }

  static PipelineOptions beam(List<String> args) {
    try {
      return PipelineOptionsFactory.fromArgs(args.toArray(String[]::new)).create();
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException("Beam options: " + withoutValues(e.getMessage(), args), e);
    }
  }

  /** A message that quotes no option's value: any of them may be a secret. */
  private static String withoutValues(String message, List<String> args) {
    String clean = String.valueOf(message);
    for (String arg : args) {
      String value = arg.replaceFirst("^--[^=]*=?", "");
      clean = value.isEmpty() ? clean : clean.replace(value, "***");
    }
    return clean;
  }
}
