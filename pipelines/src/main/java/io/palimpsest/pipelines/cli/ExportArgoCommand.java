package io.palimpsest.pipelines.cli;

import io.palimpsest.pipelines.export.ArgoExporter;
import io.palimpsest.pipelines.export.Deployment;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code palimpsest export argo}. */
@Command(
    name = "argo",
    description = "Write a workflow template of Argo Workflows: pods and a Flink cluster.",
    mixinStandardHelpOptions = true)
final class ExportArgoCommand implements Callable<Integer> {
  @Mixin private WorkflowOptions workflow;
  @Mixin private ExportOptions export;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    ArgoExporter exporter = new ArgoExporter(Deployment.declared());
    export.write(
        spec, exporter.export(export.request(spec, workflow, Optional.empty(), Optional.empty())));
    return ExitCode.DONE;
  }
}
