package io.palimpsest.pipelines.stage;

import io.palimpsest.schemas.artifact.Kind;
import io.palimpsest.schemas.artifact.SourceFile;
import io.palimpsest.transforms.artifact.Outcome;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import org.apache.avro.Schema;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.values.PCollection;

/**
 * A kind of stage: from committed artifacts, or files, to one artifact.
 *
 * @param <C> its configuration, a record whose components bear {@link
 *     io.palimpsest.pipelines.config.Key}
 */
public interface StageType<C extends Record> {
  /** Its name in workflow files and below {@code artifacts/}. */
  String name();

  /** Raised whenever the same inputs and configuration give other bytes than before. */
  int version();

  /** What it does, in one sentence. */
  String summary();

  Class<C> config();

  /** Where its work is best done. */
  default Place place() {
    return Place.DATA;
  }

  /** Its inputs; a lone name in {@code from} means the first. */
  List<Port> ports();

  /** Every {@link Kind} of artifact that it can make. */
  List<String> kinds();

  /**
   * The {@link Kind} of the artifact that it makes; must be given if there are several.
   *
   * @param inputs the kind of the artifact at each port
   */
  default String kind(C config, SortedMap<String, String> inputs) {
    return kinds().get(0);
  }

  /**
   * The records in its artifact's Avro files.
   *
   * @param inputs the kind of the artifact at each port
   */
  default List<Schema> schemas(C config, SortedMap<String, String> inputs) {
    return List.of();
  }

  /** The files from outside the workspace that it reads. */
  default List<SourceFile> sources(C config, SourceChecksums checksums) throws IOException {
    return List.of();
  }

  /**
   * Where those files lie: files, folders, globs or class-path resources, as the user named them.
   */
  default List<String> roots(C config) {
    return List.of();
  }

  /** Digests of fonts, tokenizers and the like, by role. */
  default SortedMap<String, String> digests(C config) throws IOException {
    return Collections.emptySortedMap();
  }

  /** The transform; returns {@link Outcome}s as JSON. */
  PCollection<String> expand(Pipeline pipeline, StageRun<C> run) throws IOException;

  /** How many units of progress there will be, 0 if that is not known before. */
  default long expected(StageRun<C> run) {
    return 0;
  }

  /**
   * The manifest's figures from the finished work's sums.
   *
   * @throws io.palimpsest.schemas.InvalidInputException if the outcome must not be committed
   */
  default SortedMap<String, Double> metrics(StageRun<C> run, Outcome outcome) throws IOException {
    return outcome.metrics();
  }

  /** Clears up what a finished stage needs no more. */
  default void committed(StageRun<C> run) throws IOException {}
}
