package io.palimpsest.pipelines.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatasetNameTest {
  @ParameterizedTest
  @CsvSource({
    "/data/texts/a.txt,                    file,             /data/texts/a.txt",
    "/data/./texts/../a.txt,               file,             /data/a.txt",
    "gs://bucket/of/mine/artifacts/x/0,    gs://bucket,      of/mine/artifacts/x/0",
    "gs://bucket,                          gs://bucket,      /",
    "s3://bucket/key,                      s3://bucket,      key",
    "hdfs://host:8020/texts/a.txt,         hdfs://host:8020, /texts/a.txt",
    "classpath:/org/apache/x.gz,           classpath,        org/apache/x.gz",
  })
  void followsTheNamingConventions(String path, String namespace, String name) {
    assertThat(DatasetName.of(path)).isEqualTo(new DatasetName(namespace, name));
  }

  @Test
  void aRelativePathIsMadeAbsolute() {
    assertThat(DatasetName.of("texts/a.txt").name())
        .isEqualTo(Path.of("texts/a.txt").toAbsolutePath().toString());
  }
}
