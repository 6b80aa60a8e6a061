package io.palimpsest.pipelines.report;

import io.palimpsest.schemas.artifact.Artifact;
import io.palimpsest.schemas.artifact.ArtifactStore;
import io.palimpsest.schemas.artifact.Kind;
import io.palimpsest.schemas.artifact.Manifest;
import io.palimpsest.schemas.artifact.RecordFile;
import io.palimpsest.schemas.artifact.Shard;
import io.palimpsest.schemas.artifact.Split;
import io.palimpsest.schemas.record.PatchForecast;
import io.palimpsest.schemas.record.PatchSequence;
import io.palimpsest.schemas.record.TrainingStep;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.specific.SpecificRecord;

/** Collects what a report shows from artifacts and all that they were made from. */
final class ReportBuilder {
  private static final int SAMPLES = 4;
  private static final int FORECASTS = 4;

  /** The type of the stage whose scores are of methods, not of a model. */
  private static final String COMPARISON = "compare";

  private final ArtifactStore store;
  private final Lineage lineage;

  ReportBuilder(ArtifactStore store, Collection<Artifact> artifacts) throws IOException {
    this.store = store;
    this.lineage = Lineage.of(store, artifacts);
  }

  Report build(String workflow, Instant now) throws IOException {
    Optional<Artifact> scores = scores(false);
    Optional<Artifact> checkpoint = lineage.ofKind(Kind.CHECKPOINT);
    List<Artifact> artifacts = lineage.artifacts();
    Map<String, String> versions =
        artifacts.isEmpty()
            ? Map.of()
            : artifacts.get(artifacts.size() - 1).manifest().run().versions();
    Report report =
        Report.of(workflow, now)
            .withReproduction("", versions)
            .withStages(artifacts.stream().map(this::summary).toList())
            .withSamples(
                records(lineage.ofKind(Kind.PATCH_SEQUENCES), "", PatchSequence.class, SAMPLES))
            .withScripts(sheets())
            .withSteps(records(checkpoint, "log.avro", TrainingStep.class, Integer.MAX_VALUE))
            .withEvaluation(scores.map(found -> metrics(found)).orElseGet(Map::of))
            .withForecasts(records(scores, "forecasts.avro", PatchForecast.class, FORECASTS));
    return influence().map(report::withInfluence).orElse(report);
  }

  private Optional<InfluenceStudy> influence() throws IOException {
    Optional<Artifact> comparison = scores(true);
    return comparison.isPresent()
        ? InfluenceReader.read(comparison.get(), lineage.inputArtifacts(comparison.get()))
        : Optional.empty();
  }

  /** Of models, or of methods that forecast training runs. */
  private Optional<Artifact> scores(boolean ofMethods) {
    return lineage.allOfKind(Kind.SCORES).stream()
        .filter(found -> found.manifest().derivation().type().equals(COMPARISON) == ofMethods)
        .findFirst();
  }

  private static Map<String, Double> metrics(Artifact artifact) {
    return artifact.manifest().metrics();
  }

  private StageSummary summary(Artifact artifact) {
    var manifest = artifact.manifest();
    return new StageSummary(
        manifest.run().stage(),
        manifest.derivation().type(),
        StageSummary.State.EXECUTED,
        manifest.run().seconds(),
        manifest.metrics(),
        manifest.fingerprint(),
        artifact.directory(),
        lineage.inputs(artifact));
  }

  private List<ScriptSheet> sheets() throws IOException {
    List<ScriptSheet> sheets = new ArrayList<>();
    for (Artifact artifact : lineage.allOfKind(Kind.PATCH_SEQUENCES)) {
      sheets.add(sheet(artifact));
    }
    return sheets;
  }

  private ScriptSheet sheet(Artifact artifact) throws IOException {
    Manifest manifest = artifact.manifest();
    ScriptSearch search = new ScriptSearch(manifest.metrics());
    for (Shard shard : manifest.shards()) {
      read(artifact.path(shard), PatchSequence.class, search::goesOn, search::look);
    }
    long sequences =
        manifest.records(Split.TRAIN)
            + manifest.records(Split.VALIDATION)
            + manifest.records(Split.TEST);
    return search.sheet(manifest.run().stage(), sequences);
  }

  private <T extends SpecificRecord> List<T> records(
      Optional<Artifact> artifact, String name, Class<T> type, int count) throws IOException {
    List<T> records = new ArrayList<>();
    if (artifact.isPresent()) {
      for (Shard shard : artifact.get().manifest().shards()) {
        if (shard.name().endsWith(name)) {
          read(artifact.get().path(shard), type, () -> records.size() < count, records::add);
        }
      }
    }
    return records;
  }

  /** Passes a file's records on for as long as more are wanted. */
  private <T extends SpecificRecord> void read(
      String path, Class<T> type, BooleanSupplier wanted, Consumer<T> sink) throws IOException {
    if (!wanted.getAsBoolean()) {
      return;
    }
    try (DataFileStream<T> in =
        RecordFile.reader(type, new BufferedInputStream(store.storage().open(path)))) {
      while (wanted.getAsBoolean() && in.hasNext()) {
        sink.accept(in.next());
      }
    }
  }
}
