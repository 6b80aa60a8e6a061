package io.palimpsest.transforms.artifact;

import io.palimpsest.schemas.artifact.Attempt;
import io.palimpsest.schemas.artifact.Shard;
import io.palimpsest.schemas.artifact.Split;
import io.palimpsest.schemas.artifact.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/** Describes files that an attempt's data directory holds already. */
public final class WrittenFiles {
  private WrittenFiles() {}

  /** All files that are there. */
  public static Outcome outcome(Storage storage, Attempt attempt, Map<String, Number> figures)
      throws IOException {
    return outcome(storage, attempt, storage.list(attempt.data()), figures);
  }

  /** Those of one part of a stage, by their paths below the data directory. */
  public static Outcome outcome(
      Storage storage, Attempt attempt, List<String> paths, Map<String, ? extends Number> figures)
      throws IOException {
    List<Shard> shards = new ArrayList<>();
    for (String path : paths) {
      shards.add(shard(storage, path, path.substring(attempt.data().length() + 1)));
    }
    SortedMap<String, Double> metrics = new TreeMap<>();
    figures.forEach((name, value) -> metrics.put(name, value.doubleValue()));
    return new Outcome(shards, metrics);
  }

  private static Shard shard(Storage storage, String path, String name) throws IOException {
    return new Shard(
        name,
        Split.ALL,
        OptionalLong.empty(),
        storage.size(path).orElseThrow(),
        storage.checksum(path));
  }
}
