package io.palimpsest.pipelines.cli;

import io.palimpsest.pipelines.workflow.Workflow;
import io.palimpsest.pipelines.workflow.WorkflowParser;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which workflow, with which overrides. */
final class WorkflowOptions {
  @Parameters(index = "0", paramLabel = "FILE", description = "A workflow file (YAML).")
  Path file;

  @Option(
      names = "--set",
      paramLabel = "STAGE.KEY=VALUE",
      description =
          "Override a key of a stage, of a type's defaults (defaults.TYPE.KEY), or seed=N; may be repeated.")
  List<String> sets = new ArrayList<>();

  Workflow parse() {
    return WorkflowParser.parse(file, sets);
  }
}
