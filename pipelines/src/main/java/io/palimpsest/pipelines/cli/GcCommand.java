package io.palimpsest.pipelines.cli;

import io.palimpsest.pipelines.run.ChecksumCache;
import io.palimpsest.pipelines.run.Garbage;
import io.palimpsest.pipelines.run.GarbageCollector;
import io.palimpsest.pipelines.run.Workspace;
import io.palimpsest.pipelines.workflow.Planner;
import io.palimpsest.pipelines.workflow.Workflow;
import io.palimpsest.schemas.InvalidInputException;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.TextTable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code palimpsest gc}. */
@Command(
    name = "gc",
    description =
        "Free space: delete artifacts that no run of late refers to, and what dead processes left. What this workflow, as it is now, or any workflow's last run refers to stays.",
    mixinStandardHelpOptions = true)
final class GcCommand implements Callable<Integer> {
  private static final String DEFAULT_AGE = "30d";

  @Mixin private WorkflowOptions workflow;
  @Mixin private WorkspaceOptions workspace;
  @Spec private CommandSpec spec;

  @Option(names = "--dry-run", description = "Show what would go and delete nothing.")
  private boolean isDry;

  @Option(
      names = "--older-than",
      paramLabel = "AGE",
      description =
          "Delete what no run of this time refers to: days such as 30d, or an ISO 8601 duration such as PT12H; longer than any run takes (with --dry-run alone: 30d).")
  private Optional<String> age = Optional.empty();

  @Override
  public Integer call() throws IOException {
    if (!isDry && age.isEmpty()) {
      throw new InvalidInputException(
          "gc deletes: give --dry-run to see what it would, or --older-than %s"
              .formatted(DEFAULT_AGE));
    }
    Workflow parsed = workflow.parse();
    Duration limit = age(age.orElse(DEFAULT_AGE));
    Workspace space = workspace.open();
    GarbageCollector collector = new GarbageCollector(space, limit);
    List<Garbage> garbage = collector.find(planned(space, parsed));
    PrintWriter out = spec.commandLine().getOut();
    print(out, space, isDry ? garbage : collector.delete(garbage));
    return ExitCode.DONE;
  }

  private static Set<String> planned(Workspace space, Workflow workflow) throws IOException {
    ChecksumCache checksums = ChecksumCache.load(space.store().storage(), space.path());
    return new Planner(space.store(), checksums, space.latest(workflow.name()))
        .plan(workflow).stream()
            .map(stage -> stage.type().name() + "/" + stage.fingerprint())
            .collect(Collectors.toSet());
  }

  private void print(PrintWriter out, Workspace space, List<Garbage> garbage) {
    TextTable table =
        TextTable.forColumns(
            new ColorScheme.Builder(Ansi.AUTO).build(),
            new Column(10, 0, Column.Overflow.SPAN),
            new Column(18, 1, Column.Overflow.SPAN),
            new Column(22, 2, Column.Overflow.SPAN),
            new Column(52, 2, Column.Overflow.WRAP),
            new Column(92, 2, Column.Overflow.SPAN));
    table.addRowValues("type", "bytes", "last used", "why", "path");
    for (Garbage each : garbage) {
      table.addRowValues(
          each.type(),
          "%,d".formatted(each.bytes()),
          each.lastUsed().map(GcCommand::time).orElse(""),
          each.why(),
          each.path().substring(space.path().length() + 1));
    }
    out.print(table);
    out.printf(
        "%s %,d bytes in %,d places%n",
        isDry ? "would free" : "freed",
        garbage.stream().mapToLong(Garbage::bytes).sum(),
        garbage.size());
    out.flush();
  }

  private static String time(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** Days, or an ISO 8601 duration. */
  static Duration age(String text) {
    try {
      Duration age =
          text.matches("\\d{1,6}d")
              ? Duration.ofDays(Long.parseLong(text.substring(0, text.length() - 1)))
              : Duration.parse(text);
      if (!age.isNegative()) {
        return age;
      }
    } catch (DateTimeParseException e) {
      // The message below says what is expected.
    }
    throw new InvalidInputException(
        "--older-than is '%s'; give days such as 30d, or a duration such as PT12H".formatted(text));
  }
}
