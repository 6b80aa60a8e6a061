package io.palimpsest.pipelines.run;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.runners.flink.FlinkRunner;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * A Flink cluster named by {@code --flinkMaster=host:port}: each job brings its own code, since a
 * cluster knows Flink alone.
 */
final class RemoteFlink {
  /** What every Flink installation has, and gives to jobs before their own. */
  private static final Pattern OF_THE_CLUSTER =
      Pattern.compile("(flink|slf4j|logback|log4j)-.*\\.jar");

  private RemoteFlink() {}

  /**
   * Fills in what the user left open: the jars that travel with a job.
   *
   * @param scratch a local directory for jars made of class directories
   */
  static void configure(PipelineOptions options, Path scratch) throws IOException {
    if (!options.getRunner().equals(FlinkRunner.class)) {
      return;
    }
    FlinkPipelineOptions flink = options.as(FlinkPipelineOptions.class);
    if (flink.getFlinkMaster().startsWith("[")) {
      return;
    }
    if (flink.getFilesToStage() == null) {
      flink.setFilesToStage(jobClassPath(System.getProperty("java.class.path")));
    }
    if (flink.getTempLocation() == null) {
      flink.setTempLocation(Files.createDirectories(scratch.resolve("jars")).toString());
    }
  }

  /** The entries of a class path that the cluster lacks. */
  static List<String> jobClassPath(String classPath) {
    return Arrays.stream(classPath.split(File.pathSeparator))
        .filter(entry -> Files.exists(Path.of(entry)))
        .filter(entry -> !OF_THE_CLUSTER.matcher(Path.of(entry).getFileName().toString()).matches())
        .toList();
  }
}
