package io.palimpsest.pipelines.lineage;

import io.palimpsest.transforms.corpus.Sources;
import java.nio.file.Path;

/**
 * What OpenLineage calls a file or a folder.
 *
 * @param namespace where it lies: {@code file}, {@code gs://bucket}, {@code hdfs://host:port}, or
 *     {@code classpath} for what comes with a program
 * @param name its path there; the key of an object store's object
 * @see <a href="https://openlineage.io/docs/spec/naming">Naming conventions</a>
 */
record DatasetName(String namespace, String name) {
  static DatasetName of(String path) {
    if (path.startsWith(Sources.CLASSPATH)) {
      return new DatasetName(
          "classpath", path.substring(Sources.CLASSPATH.length()).replaceFirst("^/+", ""));
    }
    int scheme = path.indexOf("://");
    if (scheme < 0) {
      return new DatasetName("file", Path.of(path).toAbsolutePath().normalize().toString());
    }
    int slash = path.indexOf('/', scheme + 3);
    String namespace = slash < 0 ? path : path.substring(0, slash);
    String below = slash < 0 ? "/" : path.substring(slash);
    boolean ofKeys = path.startsWith("gs://") || path.startsWith("s3");
    String key = below.replaceFirst("^/+", "");
    return new DatasetName(namespace, ofKeys && !key.isEmpty() ? key : below);
  }
}
