package io.palimpsest.pipelines.cli;

import io.palimpsest.pipelines.run.ChecksumCache;
import io.palimpsest.pipelines.run.Workspace;
import io.palimpsest.pipelines.workflow.PlannedStage;
import io.palimpsest.pipelines.workflow.Planner;
import io.palimpsest.pipelines.workflow.Workflow;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.artifact.Verification;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code palimpsest verify}. */
@Command(
    name = "verify",
    description = "Read every byte of a workflow's artifacts and hold it against the manifests.",
    mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
  @Mixin private WorkflowOptions workflow;
  @Mixin private WorkspaceOptions workspace;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Workflow parsed = workflow.parse();
    Workspace space = workspace.open();
    ChecksumCache checksums = ChecksumCache.load(space.store().storage(), space.path());
    PrintWriter out = spec.commandLine().getOut();
    List<String> problems = new ArrayList<>();
    for (PlannedStage<?> stage :
        new Planner(space.store(), checksums, space.latest(parsed.name())).plan(parsed)) {
      List<String> found = problems(space, stage);
      out.printf("%-12s %s%n", stage.name(), verdict(stage, found));
      problems.addAll(found);
    }
    out.flush();
    if (!problems.isEmpty()) {
      throw new InvalidInputException(
          String.join("\n       ", problems) + "\nmake it anew with: run FILE --force STAGE");
    }
    return ExitCode.DONE;
  }

  private static List<String> problems(Workspace space, PlannedStage<?> stage) throws IOException {
    return stage.artifact().isEmpty()
        ? List.of()
        : Verification.problems(space.store().storage(), stage.artifact().get());
  }

  private static String verdict(PlannedStage<?> stage, List<String> problems) {
    if (stage.artifact().isEmpty()) {
      return "not made yet";
    }
    var manifest = stage.artifact().get().manifest();
    return problems.isEmpty()
        ? "sound: %,d files, %,d bytes".formatted(manifest.shards().size(), manifest.bytes())
        : "%d of %,d files damaged".formatted(problems.size(), manifest.shards().size());
  }
}
