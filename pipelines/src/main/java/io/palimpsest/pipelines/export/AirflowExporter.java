package io.palimpsest.pipelines.export;

import io.palimpsest.pipelines.workflow.StageSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A DAG of Airflow 3: one task a stage, with the workflow's edges. Tasks run {@code palimpsest run
 * --stage}, hand on what became of the stage, also when it failed, and are tried again after
 * passing faults alone.
 */
public final class AirflowExporter implements Exporter {
  private final AirflowTarget target;
  private final Deployment deployment;

  public AirflowExporter(AirflowTarget target, Deployment deployment) {
    this.target = target;
    this.deployment = deployment;
  }

  @Override
  public String export(ExportRequest request) {
    List<String> names = request.workflow().stages().stream().map(StageSpec::name).toList();
    Map<String, String> variables = Identifiers.python(names);
    List<CorpusParameter> corpora = CorpusParameter.of(request.workflow());
    Map<String, Object> parts = new HashMap<>();
    parts.put("name", Templates.json(request.workflow().name()));
    parts.put("title", request.workflow().name());
    parts.put("count", names.size());
    parts.put("command", Templates.python(request.command()));
    parts.put("local", target == AirflowTarget.LOCAL);
    parts.put("pods", target != AirflowTarget.LOCAL);
    parts.put("gcp", target == AirflowTarget.GCP);
    parts.put("launcher", Templates.json(request.launcher()));
    parts.put("folder", Templates.json(request.folder()));
    parts.put("file", Templates.json(request.file()));
    parts.put("source", Templates.python(request.source()));
    parts.put("deployment", deployment);
    parts.put("workspace", request.workspace().map(this::workspace).orElse(""));
    parts.put("corpora", corpora.stream().map(AirflowExporter::corpus).toList());
    parts.put("sets", Templates.json(CorpusParameter.without(corpora, request.sets())));
    parts.put("schedule", request.schedule().map(AirflowExporter::schedule).orElse(Map.of()));
    parts.put("scheduled", request.schedule().isPresent());
    parts.put(
        "stages",
        request.workflow().stages().stream().map(stage -> stage(stage, variables)).toList());
    return Templates.fill("airflow.py.mustache", parts);
  }

  private String workspace(String location) {
    return Templates.json(
        target == AirflowTarget.LOCAL ? location : RemoteWorkspace.require(location));
  }

  private static Map<String, String> corpus(CorpusParameter corpus) {
    return Map.of(
        "parameter", Templates.json(corpus.parameter()),
        "key", Templates.json(corpus.key()),
        "input", Templates.json(corpus.input()));
  }

  private static Map<String, Object> schedule(Schedule schedule) {
    return Map.of(
        "cron", Templates.json(schedule.cron()),
        "year", schedule.start().getYear(),
        "month", schedule.start().getMonthValue(),
        "day", schedule.start().getDayOfMonth());
  }

  private static Map<String, Object> stage(StageSpec<?> stage, Map<String, String> variables) {
    List<String> upstream =
        stage.inputs().values().stream().distinct().map(variables::get).toList();
    return Map.of(
        "id", Templates.json(stage.name()),
        "variable", variables.get(stage.name()),
        "place", stage.type().place().name(),
        "edges", !upstream.isEmpty(),
        "upstream", upstream.size() == 1 ? upstream.get(0) : list(upstream));
  }

  private static String list(List<String> variables) {
    return variables.stream().collect(Collectors.joining(", ", "[", "]"));
  }
}
