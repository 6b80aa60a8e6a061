package io.palimpsest.pipelines.cli;

import io.palimpsest.pipelines.run.FlinkProgram;
import io.palimpsest.pipelines.run.StageFailedException;
import io.palimpsest.schemas.InvalidInputException;
import io.palimpsest.schemas.PassingFaultException;
import io.palimpsest.schemas.Secrets;
import java.io.PrintWriter;
import java.io.StringWriter;
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
      ExportCommand.class,
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

  /**
   * Runs the command line and exits with its code; in a JVM that Flink hosts it returns instead.
   *
   * @throws IllegalStateException in a JVM of Flink's if the code is not 0
   */
  public static void main(String[] args) {
    int exit = commandLine().execute(args);
    if (!FlinkProgram.isHosted()) {
      System.exit(exit);
    }
    if (exit != ExitCode.DONE) {
      throw new IllegalStateException(
          "palimpsest ended with exit code %d; its message stands before".formatted(exit));
    }
  }

  static CommandLine commandLine() {
    return new CommandLine(new Palimpsest())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(Palimpsest::report);
  }

  private static int report(Exception failure, CommandLine command, CommandLine.ParseResult args) {
    String message = Printable.of(Secrets.redacted(failure.getMessage()));
    command.getErr().println(command.getColorScheme().errorText("error: " + message));
    Logs.failure(failure);
    boolean expected =
        failure instanceof InvalidInputException || failure instanceof PassingFaultException;
    if (!expected) {
      if (!(failure instanceof StageFailedException)) {
        command.getErr().print(Printable.of(Secrets.redacted(trace(failure))));
      }
      Logs.file().ifPresent(log -> command.getErr().println("details: " + log));
    }
    return ExitCode.of(failure);
  }

  private static String trace(Throwable failure) {
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace, /* autoFlush= */ true));
    return trace.toString();
  }
}
