package io.palimpsest.pipelines.lineage;

import io.openlineage.client.OpenLineage;
import io.openlineage.client.OpenLineage.RunEvent.EventType;
import io.openlineage.client.utils.UUIDUtils;
import io.palimpsest.pipelines.run.Versions;
import io.palimpsest.pipelines.workflow.PlannedStage;
import io.palimpsest.schemas.artifact.Artifact;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * The events of one run of a workflow. The workflow's run is the parent of its stages' runs, whose
 * ids are functions of it and the stage's name, so that all events of a stage's run agree.
 */
final class RunEvents {
  private static final String INTEGRATION = "PALIMPSEST";

  private final OpenLineage events;
  private final URI producer;
  private final Datasets datasets;
  private final Instant began = Instant.now();
  private final Job workflow;
  private final Optional<Job> parent;
  private final Map<String, String> versions;

  /**
   * @param namespace of all jobs
   * @param parent what started this run
   */
  RunEvents(String namespace, String workflow, Optional<Job> parent, PipelineOptions options) {
    this.versions = Versions.of(options);
    this.producer = URI.create("urn:palimpsest:" + versions.get("palimpsest"));
    this.events = new OpenLineage(producer);
    this.datasets = new Datasets(events, producer);
    this.workflow = new Job(namespace, workflow, UUIDUtils.generateNewUUID(began));
    this.parent = parent;
  }

  /** Of the workflow as a whole. */
  OpenLineage.RunEvent ofWorkflow(EventType type, Optional<String> error) {
    OpenLineage.RunFacetsBuilder facets = facets(error);
    parent.ifPresent(job -> facets.parent(parent(job, job)));
    return event(type, workflow, "WORKFLOW", facets, List.of(), List.of());
  }

  /**
   * Of a stage.
   *
   * @param inputs the artifact at each port
   * @param artifact what it made, if it is complete
   * @param error why it failed
   */
  OpenLineage.RunEvent ofStage(
      EventType type,
      PlannedStage<?> stage,
      SortedMap<String, Artifact> inputs,
      Optional<Artifact> artifact,
      Optional<String> error) {
    byte[] name = "%s/%s".formatted(workflow.run(), stage.name()).getBytes(StandardCharsets.UTF_8);
    Job job =
        new Job(
            workflow.namespace(),
            workflow.name() + "." + stage.name(),
            UUIDUtils.generateStaticUUID(began, name));
    OpenLineage.RunFacetsBuilder facets =
        facets(error)
            .parent(parent(workflow, parent.orElse(workflow)))
            .put(
                DerivationFacet.NAME,
                DerivationFacet.ofRun(producer, stage.derivation(), stage.fingerprint()));
    return event(
        type,
        job,
        "STAGE",
        facets,
        datasets.inputs(stage, inputs),
        artifact.map(made -> datasets.output(stage, inputs, made)).stream().toList());
  }

  private OpenLineage.RunFacetsBuilder facets(Optional<String> error) {
    OpenLineage.RunFacetsBuilder facets =
        events
            .newRunFacetsBuilder()
            .processing_engine(
                events.newProcessingEngineRunFacet(
                    versions.get("beam"),
                    "Apache Beam, " + versions.get("runner"),
                    versions.get("palimpsest")));
    error.ifPresent(
        message -> facets.errorMessage(events.newErrorMessageRunFacet(message, "JAVA", null)));
    return facets;
  }

  private OpenLineage.ParentRunFacet parent(Job job, Job root) {
    return events.newParentRunFacet(
        events.newParentRunFacetRun(job.run(), null),
        events.newParentRunFacetJob(job.namespace(), job.name(), null),
        events.newParentRunFacetRoot(
            events.newRootRun(root.run(), null),
            events.newRootJob(root.namespace(), root.name(), null)));
  }

  private OpenLineage.RunEvent event(
      EventType type,
      Job job,
      String jobType,
      OpenLineage.RunFacetsBuilder facets,
      List<OpenLineage.InputDataset> inputs,
      List<OpenLineage.OutputDataset> outputs) {
    OpenLineage.JobFacets jobFacets =
        events
            .newJobFacetsBuilder()
            .jobType(events.newJobTypeJobFacet("BATCH", INTEGRATION, jobType, null))
            .build();
    return events
        .newRunEventBuilder()
        .eventType(type)
        .eventTime(ZonedDateTime.now(ZoneOffset.UTC))
        .run(events.newRun(job.run(), facets.build()))
        .job(events.newJob(job.namespace(), job.name(), jobFacets))
        .inputs(inputs)
        .outputs(outputs)
        .build();
  }
}
