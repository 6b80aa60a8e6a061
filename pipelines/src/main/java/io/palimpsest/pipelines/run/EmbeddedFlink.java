package io.palimpsest.pipelines.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.runners.flink.FlinkRunner;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * Flink inside the client's JVM, the default runner: its defaults have too little network memory
 * for a shuffle at the parallelism of a large machine.
 */
final class EmbeddedFlink {
  /** More slots than this gain little in one JVM and cost network buffers by the square. */
  private static final int MAX_PARALLELISM = 4;

  private static final String LOCAL = "[local]";

  private EmbeddedFlink() {}

  /**
   * Fills in what the user left open: runner, master, parallelism, configuration.
   *
   * @param scratch a local directory for Flink's configuration and spill files
   */
  static void configure(PipelineOptions options, Path scratch) throws IOException {
    if (!options.getRunner().equals(FlinkRunner.class)) {
      return;
    }
    FlinkPipelineOptions flink = options.as(FlinkPipelineOptions.class);
    // Beam forbids changing elements, so chained steps need no copies of them.
    flink.setObjectReuse(true);
    flink.setFasterCopy(true);
    if (flink.getFlinkMaster().equals(FlinkPipelineOptions.AUTO)) {
      if (FlinkProgram.isHosted()) {
        FlinkProgram.requireAttached();
        return;
      }
      flink.setFlinkMaster(LOCAL);
    }
    if (!flink.getFlinkMaster().equals(LOCAL)) {
      return;
    }
    if (flink.getParallelism() < 1) {
      flink.setParallelism(Math.min(MAX_PARALLELISM, Runtime.getRuntime().availableProcessors()));
    }
    if (flink.getFlinkConfDir() == null) {
      flink.setFlinkConfDir(confDir(scratch).toString());
    }
  }

  private static Path confDir(Path scratch) throws IOException {
    Path conf = Files.createDirectories(scratch.resolve("flink-conf"));
    Path spill = Files.createDirectories(scratch.resolve("flink-spill"));
    Files.writeString(
        conf.resolve("config.yaml"),
        """
        taskmanager.memory.network.min: 256mb
        taskmanager.memory.network.max: 256mb
        taskmanager.memory.managed.size: 256mb
        io.tmp.dirs: "%s"
        rest.bind-port: "0"
        """
            .formatted(spill));
    return conf;
  }
}
