package io.palimpsest.pipelines.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** Runs the command line inside the test's JVM. */
final class CommandLineRunner {
  /**
   * @param exit the exit code
   * @param out what went to standard output
   * @param err what went to standard error
   */
  record Result(int exit, String out, String err) {}

  private CommandLineRunner() {}

  static Result run(List<String> args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command = Palimpsest.commandLine();
    command.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int exit = command.execute(args.toArray(String[]::new));
    return new Result(exit, out.toString(), err.toString());
  }

  static Result run(String... args) {
    return run(new ArrayList<>(List.of(args)));
  }
}
