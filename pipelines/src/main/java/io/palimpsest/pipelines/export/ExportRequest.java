package io.palimpsest.pipelines.export;

import io.palimpsest.pipelines.workflow.Workflow;
import java.util.List;
import java.util.Optional;

/**
 * What to export, and what the exported file says of where it came from.
 *
 * @param workflow with its overrides applied
 * @param source the workflow file's text, for machines that do not have the file
 * @param file the workflow file's absolute path, for machines that have it
 * @param command the command that exports, for the file's first lines
 * @param folder the absolute path that relative paths in the workflow start from
 * @param launcher the command {@code palimpsest}, a name or an absolute path
 * @param workspace where artifacts lie unless a run says otherwise; empty for the deployment's
 * @param sets overrides of the workflow's keys that runs begin with
 * @param schedule when to run by itself, if at all
 */
public record ExportRequest(
    Workflow workflow,
    String source,
    String file,
    String command,
    String folder,
    String launcher,
    Optional<String> workspace,
    List<String> sets,
    Optional<Schedule> schedule) {
  public ExportRequest {
    sets = List.copyOf(sets);
  }
}
