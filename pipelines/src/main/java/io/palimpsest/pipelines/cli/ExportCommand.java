package io.palimpsest.pipelines.cli;

import picocli.CommandLine.Command;

/** {@code palimpsest export}. */
@Command(
    name = "export",
    description = "Write a workflow for an orchestrator, one task a stage with the same edges.",
    synopsisSubcommandLabel = "ORCHESTRATOR",
    subcommands = {ExportAirflowCommand.class, ExportArgoCommand.class},
    mixinStandardHelpOptions = true)
final class ExportCommand {}
