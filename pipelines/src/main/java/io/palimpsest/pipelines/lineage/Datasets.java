package io.palimpsest.pipelines.lineage;

import io.openlineage.client.OpenLineage;
import io.palimpsest.pipelines.workflow.PlannedStage;
import io.palimpsest.schemas.artifact.Artifact;
import io.palimpsest.schemas.artifact.Manifest;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.avro.Schema;

/** Artifacts and files as OpenLineage's datasets; an artifact's version is its fingerprint. */
final class Datasets {
  private final OpenLineage events;
  private final URI producer;
  private final SchemaFields fields;

  Datasets(OpenLineage events, URI producer) {
    this.events = events;
    this.producer = producer;
    this.fields = new SchemaFields(events);
  }

  /** What a stage reads: files from outside, then artifacts by port. */
  <C extends Record> List<OpenLineage.InputDataset> inputs(
      PlannedStage<C> stage, SortedMap<String, Artifact> artifacts) {
    List<OpenLineage.InputDataset> inputs = new ArrayList<>();
    List<String> roots = stage.type().roots(stage.config().value());
    for (String path : SourcePaths.of(roots, stage.derivation().sources())) {
      DatasetName name = DatasetName.of(path);
      inputs.add(
          events.newInputDataset(
              name.namespace(), name.name(), events.newDatasetFacetsBuilder().build(), null));
    }
    artifacts.values().forEach(artifact -> inputs.add(input(artifact)));
    return inputs;
  }

  /** What a stage made. */
  <C extends Record> OpenLineage.OutputDataset output(
      PlannedStage<C> stage, SortedMap<String, Artifact> inputs, Artifact artifact) {
    DatasetName name = DatasetName.of(artifact.directory());
    SortedMap<String, String> kinds = new TreeMap<>();
    inputs.forEach((port, input) -> kinds.put(port, input.manifest().kind()));
    List<Schema> schemas = stage.type().schemas(stage.config().value(), kinds);
    OpenLineage.DatasetFacetsBuilder facets = facets(artifact.manifest());
    if (!schemas.isEmpty()) {
      facets.schema(events.newSchemaDatasetFacet(fields.of(schemas)));
    }
    return events
        .newOutputDatasetBuilder()
        .namespace(name.namespace())
        .name(name.name())
        .facets(facets.build())
        .outputFacets(
            events
                .newOutputDatasetOutputFacetsBuilder()
                .outputStatistics(
                    events
                        .newOutputStatisticsOutputDatasetFacetBuilder()
                        .rowCount(records(artifact.manifest()))
                        .size(artifact.manifest().bytes())
                        .fileCount((long) artifact.manifest().shards().size())
                        .build())
                .build())
        .build();
  }

  private OpenLineage.InputDataset input(Artifact artifact) {
    DatasetName name = DatasetName.of(artifact.directory());
    return events
        .newInputDatasetBuilder()
        .namespace(name.namespace())
        .name(name.name())
        .facets(facets(artifact.manifest()).build())
        .inputFacets(
            events
                .newInputDatasetInputFacetsBuilder()
                .inputStatistics(
                    events
                        .newInputStatisticsInputDatasetFacetBuilder()
                        .rowCount(records(artifact.manifest()))
                        .size(artifact.manifest().bytes())
                        .fileCount((long) artifact.manifest().shards().size())
                        .build())
                .build())
        .build();
  }

  private OpenLineage.DatasetFacetsBuilder facets(Manifest manifest) {
    return events
        .newDatasetFacetsBuilder()
        .version(events.newDatasetVersionDatasetFacet(manifest.fingerprint()))
        .put(DerivationFacet.NAME, DerivationFacet.ofDataset(producer, manifest));
  }

  /** The records of all record files; null, and so left out, where there is none. */
  private static Long records(Manifest manifest) {
    List<Long> counts =
        manifest.shards().stream()
            .filter(shard -> shard.records().isPresent())
            .map(shard -> shard.records().getAsLong())
            .toList();
    return counts.isEmpty() ? null : counts.stream().mapToLong(Long::longValue).sum();
  }
}
