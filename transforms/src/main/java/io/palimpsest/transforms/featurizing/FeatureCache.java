package io.palimpsest.transforms.featurizing;

import io.palimpsest.schemas.artifact.RecordFile;
import io.palimpsest.schemas.artifact.Storage;
import io.palimpsest.schemas.record.ExampleFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Vectors of texts that an encoder has seen before, by the texts' digests. Each addition is a file
 * that is named by what is in it: two that add the same write the same.
 *
 * @param directory of the encoder's files
 */
record FeatureCache(Storage storage, String directory) {

  /** What a text is known by. */
  static String key(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  Map<String, float[]> read() throws IOException {
    Map<String, float[]> vectors = new HashMap<>();
    for (String path : storage.list(directory)) {
      if (path.endsWith(".avro")) {
        RecordFile.read(ExampleFeature.class, storage, path)
            .forEach(each -> vectors.put(each.getExample(), Vectors.of(each)));
      }
    }
    return vectors;
  }

  /** Adds vectors, one or more, as one file. */
  void add(Map<String, float[]> vectors, String scratch) throws IOException {
    TreeMap<String, float[]> sorted = new TreeMap<>(vectors);
    String name = key(String.join("", sorted.keySet())) + ".avro";
    String unfinished = scratch + "/" + name;
    RecordFile.write(
        ExampleFeature.class,
        sorted.entrySet().stream()
            .map(each -> Vectors.record(each.getKey(), each.getValue()))
            .toList(),
        storage,
        unfinished);
    storage.move(List.of(unfinished), List.of(directory + "/" + name));
  }
}
