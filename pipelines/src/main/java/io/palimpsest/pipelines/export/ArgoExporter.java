package io.palimpsest.pipelines.export;

import io.palimpsest.pipelines.stage.Place;
import io.palimpsest.pipelines.workflow.StageSpec;
import io.palimpsest.schemas.InvalidInputException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A workflow template of Argo Workflows 3.6 or newer: one task a stage, with the workflow's edges.
 * Data stages are pods that submit to Flink, accelerator stages pods with a GPU.
 */
public final class ArgoExporter implements Exporter {
  private final Deployment deployment;

  public ArgoExporter(Deployment deployment) {
    this.deployment = deployment;
  }

  @Override
  public String export(ExportRequest request) {
    if (request.schedule().isPresent()) {
      throw new InvalidInputException(
          "a workflow template of Argo has no schedule; leave out --schedule and write a CronWorkflow that refers to the template");
    }
    List<StageSpec<?>> stages = request.workflow().stages();
    Map<String, String> tasks =
        Identifiers.argo(stages.stream().map(stage -> stage.name()).toList());
    List<CorpusParameter> corpora = CorpusParameter.of(request.workflow());
    Map<String, Object> parts = new HashMap<>();
    parts.put("title", request.workflow().name());
    parts.put("count", stages.size());
    parts.put("command", request.command());
    parts.put("resource", resource(request.workflow().name()));
    parts.put("deployment", deployment);
    parts.put("workspace", Templates.json(workspace(request)));
    parts.put("corpora", corpora.stream().map(ArgoExporter::corpus).toList());
    parts.put(
        "sets",
        Templates.json(String.join("\n", CorpusParameter.without(corpora, request.sets()))));
    parts.put("tag", Templates.json(deployment.tag()));
    parts.put("source", Templates.indented(request.source(), 10));
    parts.put("stages", stages.stream().map(stage -> task(stage, tasks)).toList());
    parts.put("places", Arrays.stream(Place.values()).map(this::place).toList());
    return Templates.fill("argo.yaml.mustache", parts);
  }

  /** Names of Kubernetes are of lower case. */
  private static String resource(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("-$", "");
  }

  private String workspace(ExportRequest request) {
    return request
        .workspace()
        .map(RemoteWorkspace::require)
        .orElse("gs://%s/workspace".formatted(deployment.bucket()));
  }

  private static Map<String, String> corpus(CorpusParameter corpus) {
    return Map.of(
        "parameter", corpus.parameter().replaceAll("[^A-Za-z0-9-]", "-"),
        "key", corpus.key(),
        "input", Templates.json(corpus.input()));
  }

  private static Map<String, Object> task(StageSpec<?> stage, Map<String, String> tasks) {
    String upstream =
        stage.inputs().values().stream()
            .distinct()
            .map(tasks::get)
            .collect(Collectors.joining(", "));
    return Map.of(
        "task", tasks.get(stage.name()),
        "id", Templates.json(stage.name()),
        "place", stage.type().place().label(),
        "edges", !upstream.isEmpty(),
        "upstream", upstream);
  }

  private Map<String, Object> place(Place place) {
    boolean accelerator = place == Place.ACCELERATOR;
    int hours = accelerator ? deployment.acceleratorTimeoutHours() : deployment.dataTimeoutHours();
    Map<String, Object> parts = new HashMap<>();
    parts.put("place", place.label());
    parts.put("accelerator", accelerator);
    parts.put(
        "comment",
        accelerator ? "Works in the pod itself, on its GPU." : "Submits to Flink and waits.");
    parts.put("seconds", hours * 3600);
    parts.put(
        "account",
        accelerator ? deployment.trainerServiceAccount() : deployment.runnerServiceAccount());
    parts.put("image", accelerator ? deployment.trainerCudaImage() : deployment.launcherImage());
    parts.put(
        "cpu", Templates.json(accelerator ? deployment.trainerCpu() : deployment.launcherCpu()));
    parts.put("memory", accelerator ? deployment.trainerMemory() : deployment.launcherMemory());
    parts.put("gpus", Templates.json(String.valueOf(deployment.acceleratorCount())));
    return parts;
  }
}
