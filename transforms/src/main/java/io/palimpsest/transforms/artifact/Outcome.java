package io.palimpsest.transforms.artifact;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.palimpsest.schemas.artifact.Shard;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Files that a part of a stage wrote and figures of it. Travels through pipelines as JSON.
 *
 * @param shards finished files
 * @param metrics figures that add up over the parts, by snake_case name
 */
public record Outcome(List<Shard> shards, SortedMap<String, Double> metrics) {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().addModule(new Jdk8Module()).build();

  /** An outcome of figures alone. */
  public static Outcome of(SortedMap<String, Double> metrics) {
    return new Outcome(List.of(), metrics);
  }

  /** All shards, sorted by name, and the sums of all figures. */
  public static Outcome sum(Iterable<Outcome> parts) {
    List<Shard> shards = new ArrayList<>();
    SortedMap<String, Double> metrics = new TreeMap<>();
    for (Outcome part : parts) {
      shards.addAll(part.shards());
      part.metrics().forEach((name, value) -> metrics.merge(name, value, Double::sum));
    }
    shards.sort(Comparator.comparing(Shard::name));
    return new Outcome(List.copyOf(shards), metrics);
  }

  public String toJson() {
    try {
      return MAPPER.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Parses what {@link #toJson} wrote. */
  public static Outcome fromJson(String json) {
    try {
      return MAPPER.readValue(json, Outcome.class);
    } catch (IOException e) {
      throw new UncheckedIOException("not an outcome: " + json, e);
    }
  }
}
