package io.palimpsest.pipelines.cli;

import io.palimpsest.pipelines.export.AirflowExporter;
import io.palimpsest.pipelines.export.AirflowTarget;
import io.palimpsest.pipelines.export.Deployment;
import io.palimpsest.pipelines.export.Schedule;
import io.palimpsest.schemas.InvalidInputException;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code palimpsest export airflow}. */
@Command(
    name = "airflow",
    description = "Write a DAG of Airflow 3.",
    mixinStandardHelpOptions = true)
final class ExportAirflowCommand implements Callable<Integer> {
  @Mixin private WorkflowOptions workflow;
  @Mixin private ExportOptions export;
  @Spec private CommandSpec spec;

  @Option(
      names = "--target",
      paramLabel = "TARGET",
      defaultValue = "local",
      description =
          "Where tasks work: local (processes of Airflow's machine), kubernetes (pods and a Flink cluster) or gcp (pods in GKE and Dataflow); default: ${DEFAULT-VALUE}.")
  private AirflowTarget target;

  @Option(
      names = "--schedule",
      paramLabel = "CRON",
      description =
          "When to run by itself, such as @daily; by default it only runs when triggered.")
  private Optional<String> schedule = Optional.empty();

  @Option(
      names = "--start",
      paramLabel = "DATE",
      description = "With --schedule: the first date that it runs for, such as 2026-01-31.")
  private Optional<LocalDate> start = Optional.empty();

  @Override
  public Integer call() throws IOException {
    if (schedule.isPresent() != start.isPresent()) {
      throw new InvalidInputException("--schedule and --start go together; give both or neither");
    }
    Optional<String> here =
        target == AirflowTarget.LOCAL ? Optional.of(ExportOptions.HERE) : Optional.empty();
    Optional<Schedule> times = schedule.map(cron -> new Schedule(cron, start.orElseThrow()));
    AirflowExporter exporter = new AirflowExporter(target, Deployment.declared());
    export.write(spec, exporter.export(export.request(spec, workflow, here, times)));
    return ExitCode.DONE;
  }
}
