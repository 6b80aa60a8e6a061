package io.palimpsest.pipelines.cli;

import io.palimpsest.pipelines.export.ExportRequest;
import io.palimpsest.pipelines.export.Schedule;
import io.palimpsest.pipelines.workflow.WorkflowParser;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What all exports take. */
final class ExportOptions {
  /** Where {@code run} puts artifacts by default. */
  static final String HERE = "./workspace";

  private static final String STDOUT = "-";

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "The file to write, replaced if it is there; - prints.")
  private String out;

  @Option(
      names = "--workspace",
      paramLabel = "DIR",
      description =
          "Where artifacts lie unless a run says otherwise (default: ./workspace, or the deployment's bucket for pods).")
  private Optional<String> workspace = Optional.empty();

  @Option(
      names = "--launcher",
      paramLabel = "COMMAND",
      defaultValue = "${sys:palimpsest.launcher:-palimpsest}",
      description = "The command that local tasks call (default: ${DEFAULT-VALUE}).")
  private String launcher;

  /**
   * @param fallback the workspace if none is given
   */
  ExportRequest request(
      CommandSpec spec,
      WorkflowOptions workflow,
      Optional<String> fallback,
      Optional<Schedule> schedule) {
    return new ExportRequest(
        workflow.parse(),
        WorkflowParser.text(workflow.file),
        absolute(workflow.file.toString()),
        command(spec),
        absolute(""),
        launcher,
        workspace.or(() -> fallback).map(ExportOptions::location),
        workflow.overrides(),
        schedule);
  }

  void write(CommandSpec spec, String text) throws IOException {
    if (!out.equals(STDOUT)) {
      Files.writeString(Path.of(out), text);
      return;
    }
    PrintWriter console = spec.commandLine().getOut();
    console.print(text);
    console.flush();
  }

  private static String location(String workspace) {
    return workspace.matches("[a-z0-9+]+://.*") ? workspace : absolute(workspace);
  }

  private static String absolute(String path) {
    return Path.of(path).toAbsolutePath().normalize().toString();
  }

  /** As a shell takes it; on one line, since it stands in a comment. */
  private static String quoted(String argument) {
    return argument.matches("[A-Za-z0-9_./:=@,+-]+")
        ? argument
        : "'%s'".formatted(argument.replace("'", "'\\''").replaceAll("\\R", " "));
  }

  private static String command(CommandSpec spec) {
    return spec.root().commandLine().getParseResult().originalArgs().stream()
        .map(ExportOptions::quoted)
        .collect(Collectors.joining(" ", "palimpsest ", ""));
  }
}
