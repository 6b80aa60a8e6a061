package io.palimpsest.schemas.artifact;

import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.util.List;
import java.util.SortedMap;

/**
 * What an artifact holds and what it was made from; {@code manifest.json}, field by field in {@code
 * SPEC.md}.
 *
 * @param format version of the on-disk format
 * @param kind what the artifact is, such as {@code documents} or {@code checkpoint}
 * @param fingerprint of the derivation
 * @param derivation all that decides the artifact's bytes
 * @param schemas SHA-256 of the Avro schema by record name
 * @param shards the data files, sorted by name
 * @param metrics figures by snake_case name
 * @param run who made it and when
 */
public record Manifest(
    int format,
    String kind,
    String fingerprint,
    Derivation derivation,
    SortedMap<String, String> schemas,
    List<Shard> shards,
    @JsonSerialize(contentUsing = MetricSerializer.class) SortedMap<String, Double> metrics,
    RunInfo run) {

  /** The format that this version writes and reads. */
  public static final int FORMAT = 1;

  /** The name of an artifact's manifest in its directory. */
  public static final String FILE_NAME = "manifest.json";

  /** The shards of one split, in order of their names. */
  public List<Shard> shards(String split) {
    return shards.stream().filter(shard -> shard.split().equals(split)).toList();
  }

  /** The bytes of all shards. */
  public long bytes() {
    return shards.stream().mapToLong(Shard::bytes).sum();
  }

  /** The records of one split. */
  public long records(String split) {
    return shards(split).stream().mapToLong(shard -> shard.records().orElse(0)).sum();
  }

  /** The same of other files. */
  Manifest withShards(List<Shard> others) {
    return new Manifest(
        format, kind, fingerprint, derivation, schemas, List.copyOf(others), metrics, run);
  }
}
