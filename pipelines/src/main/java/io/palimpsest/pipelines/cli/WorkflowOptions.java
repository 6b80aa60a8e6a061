package io.palimpsest.pipelines.cli;

import io.palimpsest.pipelines.workflow.Workflow;
import io.palimpsest.pipelines.workflow.WorkflowParser;
import io.palimpsest.schemas.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
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
  private List<String> sets = new ArrayList<>();

  @Option(
      names = "--set-file",
      paramLabel = "FILE",
      description =
          "A file of such overrides, one a line, for callers without a list of arguments; --set comes after it.")
  private Optional<Path> setFile = Optional.empty();

  Workflow parse() {
    return WorkflowParser.parse(file, overrides());
  }

  /** All overrides, in the order in which they count. */
  List<String> overrides() {
    List<String> overrides = new ArrayList<>(setFile.map(WorkflowOptions::lines).orElse(List.of()));
    overrides.addAll(sets);
    return overrides;
  }

  private static List<String> lines(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.map(String::strip).filter(line -> !line.isEmpty()).toList();
    } catch (IOException e) {
      throw new InvalidInputException("--set-file %s cannot be read: %s".formatted(file, e), e);
    }
  }
}
