package io.palimpsest.pipelines.cli;

import io.palimpsest.pipelines.run.RunRequest;
import io.palimpsest.pipelines.run.RunResult;
import io.palimpsest.pipelines.run.StageResult;
import io.palimpsest.pipelines.run.WorkflowRunner;
import io.palimpsest.pipelines.run.Workspace;
import io.palimpsest.pipelines.workflow.Workflow;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.beam.sdk.options.PipelineOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code palimpsest run}. */
@Command(
    name = "run",
    description =
        "Run a workflow: make the artifacts that do not exist yet. Options behind -- go to Beam, such as -- --runner=DirectRunner --parallelism=4.",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
  @Mixin private WorkflowOptions workflow;
  @Mixin private WorkspaceOptions workspace;
  @Spec private CommandSpec spec;

  @Option(
      names = "--stage",
      paramLabel = "NAME",
      description = "Run this stage alone; may be repeated.")
  private List<String> stages = new ArrayList<>();

  @Option(
      names = "--from",
      paramLabel = "NAME",
      description = "Run this stage and what depends on it.")
  private Optional<String> from = Optional.empty();

  @Option(
      names = "--to",
      paramLabel = "NAME",
      description = "Run this stage and what it depends on.")
  private Optional<String> to = Optional.empty();

  @Option(
      names = "--force",
      paramLabel = "NAME",
      description = "Make this stage's artifact anew although it exists; may be repeated.")
  private List<String> force = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    Workflow parsed = workflow.parse();
    PipelineOptions options = workspace.beam();
    Workspace space = workspace.open(options);
    Logs.to(
        space.isLocal()
            ? Path.of(space.path(), "logs")
            : Path.of(System.getProperty("java.io.tmpdir"), "palimpsest-logs"));
    PrintWriter out = spec.commandLine().getOut();
    RunResult result =
        new WorkflowRunner(space, options, (name, done) -> print(out, name, done))
            .run(parsed, new RunRequest(stages, from, to, force));
    ResultTable.print(out, result);
    return ExitCode.DONE;
  }

  private static void print(PrintWriter out, String name, StageResult result) {
    out.println(ResultTable.line(name, result));
    out.flush();
  }
}
