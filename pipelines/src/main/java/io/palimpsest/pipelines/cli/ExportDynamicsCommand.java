package io.palimpsest.pipelines.cli;

import io.palimpsest.pipelines.run.StageLookup;
import io.palimpsest.pipelines.run.Workspace;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.artifact.Artifact;
import io.palimpsest.schemas.artifact.Kind;
import io.palimpsest.schemas.artifact.Split;
import io.palimpsest.transforms.artifact.InputShard;
import io.palimpsest.transforms.dynamics.GptDynamicsWriter;
import io.palimpsest.transforms.dynamics.RecordedDynamics;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code palimpsest export-dynamics}. */
@Command(
    name = "export-dynamics",
    description =
        "Write recorded training runs in the layout of GPTDynamics: a folder a run, and the examples in two files.",
    mixinStandardHelpOptions = true)
final class ExportDynamicsCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "ARTIFACT_OR_STAGE",
      description = "An artifact's directory, or a stage of a run in the workspace.")
  private String subject;

  @Option(
      names = "--to",
      paramLabel = "FOLDER",
      required = true,
      description = "Where to write; empty, or not there yet.")
  private Path folder;

  @Mixin private WorkspaceOptions workspace;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Workspace space = workspace.open();
    Artifact artifact = new StageLookup(space).find(subject);
    if (!artifact.manifest().kind().equals(Kind.DYNAMICS)) {
      throw new InvalidInputException(
          "%s holds %s, no recorded training runs; name a stage of type dynamics or import-dynamics"
              .formatted(artifact.directory(), artifact.manifest().kind()));
    }
    String to = folder.toAbsolutePath().normalize().toString();
    int runs =
        new GptDynamicsWriter(space.store().storage(), to)
            .write(new RecordedDynamics(InputShard.of(artifact, Split.ALL)));
    PrintWriter out = spec.commandLine().getOut();
    out.println("%d runs written to %s".formatted(runs, to));
    out.flush();
    return ExitCode.DONE;
  }
}
