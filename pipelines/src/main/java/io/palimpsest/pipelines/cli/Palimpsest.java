package io.palimpsest.pipelines.cli;

import io.palimpsest.pipelines.run.StageFailedException;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.PassingFaultException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code palimpsest}. */
@Command(
    name = "palimpsest",
    description = "Documents to models, and back to the documents that made them.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      RunCommand.class,
      PlanCommand.class,
      StagesCommand.class,
      ShowCommand.class,
      GenerateCommand.class,
      ExportDynamicsCommand.class,
      VerifyCommand.class,
      GcCommand.class
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:done",
      "1:a stage failed",
      "2:wrong usage, workflow or input: the message says what to change",
      "75:a passing fault, worth a retry"
    })
public final class Palimpsest {
  private Palimpsest() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Palimpsest())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(Palimpsest::report);
  }

  private static int report(Exception failure, CommandLine command, CommandLine.ParseResult args) {
    command.getErr().println(command.getColorScheme().errorText("error: " + failure.getMessage()));
    Logs.failure(failure);
    boolean expected =
        failure instanceof InvalidInputException || failure instanceof PassingFaultException;
    if (!expected) {
      if (!(failure instanceof StageFailedException)) {
        failure.printStackTrace(command.getErr());
      }
      Logs.file().ifPresent(log -> command.getErr().println("details: " + log));
    }
    return ExitCode.of(failure);
  }
}
