package io.palimpsest.pipelines.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    String classPath =
        String.join(
            File.pathSeparator,
            List.of(ours + "", classes + "", flink + "", logging + "", missing + ""));
    assertThat(RemoteFlink.jobClassPath(classPath)).containsExactly(ours + "", classes + "");
  }

  @Test
  void stagesForAClusterAndNotForEmbeddedFlink() throws IOException {
    assertThat(configured("[local]").getFilesToStage()).isNull();
    assertThat(configured("machine:8081").getFilesToStage())
        .isNotEmpty()
        .noneMatch(jar -> jar.contains("flink-core"));
  }

  @Test
  void keepsWhatTheUserNames() throws IOException {
    FlinkPipelineOptions options = options("machine:8081");
    options.setFilesToStage(List.of("mine.jar"));
    RemoteFlink.configure(options, directory);
    assertThat(options.getFilesToStage()).containsExactly("mine.jar");
  }

  private FlinkPipelineOptions configured(String master) throws IOException {
    FlinkPipelineOptions options = options(master);
    RemoteFlink.configure(options, directory);
    return options;
  }

  private static FlinkPipelineOptions options(String master) {
    FlinkPipelineOptions options = PipelineOptionsFactory.as(FlinkPipelineOptions.class);
    options.setRunner(FlinkRunner.class);
    options.setFlinkMaster(master);
    return options;
  }
}
