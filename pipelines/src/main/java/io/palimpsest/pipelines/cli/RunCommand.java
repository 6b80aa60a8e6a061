package io.palimpsest.pipelines.cli;

import io.palimpsest.pipelines.lineage.Lineage;
import io.palimpsest.pipelines.run.FlinkProgram;
import io.palimpsest.pipelines.run.ResultFile;
import io.palimpsest.pipelines.run.RunListener;
import io.palimpsest.pipelines.run.RunRequest;
import io.palimpsest.pipelines.run.RunResult;
import io.palimpsest.pipelines.run.StageResult;
import io.palimpsest.pipelines.run.WorkflowRunner;
import io.palimpsest.pipelines.run.Workspace;
import io.palimpsest.pipelines.workflow.Workflow;
import io.palimpsest.schemas.InvalidInputException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
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
  private static final BiConsumer<String, StageResult> SILENT = (name, done) -> {};

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

  @Option(
      names = "--result",
      paramLabel = "FILE",
      description =
          "Write what became of the stage, its part of latest.json, to FILE, also on failure; with one --stage.")
  private Optional<Path> result = Optional.empty();

  @Option(
      names = "--lineage",
      paramLabel = "file:PATH|URL",
      description =
          "Append OpenLineage events to a file, or post them to http(s)://HOST[:PORT][/PATH] (default: none; the environment's OPENLINEAGE_NAMESPACE, OPENLINEAGE_API_KEY and OPENLINEAGE_PARENT_ID count).")
  private Optional<String> lineage = Optional.empty();

  @Override
  public Integer call() throws IOException {
    if (result.isEmpty()) {
      run(SILENT);
      return ExitCode.DONE;
    }
    if (stages.size() != 1) {
      throw new InvalidInputException(
          "--result is for one stage; name it with --stage, there are %d".formatted(stages.size()));
    }
    ResultFile file = new ResultFile(result.get(), stages.get(0));
    try {
      run(file::put);
    } catch (IOException | RuntimeException e) {
      file.fail(e);
      throw e;
    }
    return ExitCode.DONE;
  }

  private void run(BiConsumer<String, StageResult> listener) throws IOException {
    Workflow parsed = workflow.parse();
    PipelineOptions options = workspace.beam();
    Workspace space = workspace.open(options);
    if (!FlinkProgram.isHosted()) {
      Logs.to(
          space.isLocal()
              ? Path.of(space.path(), "logs")
              : Path.of(System.getProperty("java.io.tmpdir"), "palimpsest-logs"));
    }
    PrintWriter out = spec.commandLine().getOut();
    BiConsumer<String, StageResult> printer = (name, done) -> print(out, name, done);
    Optional<Lineage> told =
        lineage.map(
            target ->
                Lineage.begin(target, parsed.name(), options, System.getenv(), this::printWarning));
    try {
      RunResult done =
          new WorkflowRunner(
                  space,
                  options,
                  printer.andThen(listener),
                  told.<RunListener>map(observer -> observer).orElse(RunListener.NONE))
              .run(parsed, new RunRequest(stages, from, to, force));
      told.ifPresent(Lineage::succeeded);
      ResultTable.print(out, done);
    } finally {
      told.ifPresent(Lineage::close);
    }
  }

  private void printWarning(String message) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("warning: " + message);
    err.flush();
  }

  private static void print(PrintWriter out, String name, StageResult result) {
    out.println(ResultTable.line(name, result));
    out.flush();
  }
}
