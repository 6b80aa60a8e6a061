package io.palimpsest.pipelines.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.runners.flink.FlinkRunner;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemoteFlinkTest {
  @TempDir Path directory;

  @Test
  void aJobBringsWhatTheClusterLacks() throws IOException {
    Path ours = Files.createFile(directory.resolve("beam-runners-flink-1.19.jar"));
    Path classes = Files.createDirectories(directory.resolve("classes"));
    Path flink = Files.createFile(directory.resolve("flink-core-1.19.0.jar"));
    Path logging = Files.createFile(directory.resolve("logback-classic-1.5.18.jar"));
    Path missing = directory.resolve("none.jar");
    Path other = Files.createFile(directory.resolve("beam-runners-direct-java-2.70.0.jar"));
    Path storage = Files.createFile(directory.resolve("google-cloud-storage-2.59.0.jar"));
    Path weights = Files.createFile(directory.resolve("pytorch-native-cpu-2.7.1-linux.jar"));
    String classPath =
        Stream.of(ours, classes, flink, logging, missing, other, storage, weights)
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator));
    assertThat(RemoteFlink.jobClassPath(classPath, /* forks= */ false))
        .containsExactly(ours + "", classes + "", storage + "");
    assertThat(RemoteFlink.jobClassPath(classPath, /* forks= */ true))
        .containsExactly(ours + "", classes + "", storage + "", weights + "");
  }

  @Test
  void classDirectoriesBecomeJarsInTheScratchDirectory() throws IOException {
    FlinkPipelineOptions embedded = options("[local]");
    RemoteFlink.configure(embedded, directory);
    assertThat(embedded.getTempLocation()).isNull();
    FlinkPipelineOptions remote = options("machine:8081");
    RemoteFlink.configure(remote, directory);
    assertThat(Path.of(remote.getTempLocation())).isDirectory().startsWith(directory);
  }

  @Test
  void keepsTheTemporaryFolderThatTheUserNames() throws IOException {
    FlinkPipelineOptions options = options("machine:8081");
    options.setTempLocation("gs://bucket/tmp");
    RemoteFlink.configure(options, directory);
    assertThat(options.getTempLocation()).isEqualTo("gs://bucket/tmp");
  }

  private static FlinkPipelineOptions options(String master) {
    FlinkPipelineOptions options = PipelineOptionsFactory.as(FlinkPipelineOptions.class);
    options.setRunner(FlinkRunner.class);
    options.setFlinkMaster(master);
    return options;
  }
}
