package io.palimpsest.pipelines.run;

import io.palimpsest.transforms.fork.RunForked;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.runners.flink.FlinkRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.runners.TransformHierarchy;

/**
 * A Flink cluster named by {@code --flinkMaster=host:port}: each job brings its own code, since a
 * cluster knows Flink alone. Flink keeps nothing of a job for the next one, so a job brings no more
 * than it needs; where the cluster's machines have the code already, {@code --filesToStage} names
 * what is left.
 */
final class RemoteFlink {
  /** What every Flink installation has, and gives to jobs before their own. */
  private static final Pattern OF_THE_CLUSTER =
      Pattern.compile("(flink|slf4j|logback|log4j)-.*\\.jar");

  /**
   * Other runners, what they alone bring (libraries of Google's services that no artifact lies in),
   * and gRPC's client of a service mesh. The job jar's list in the POM is the same.
   */
  private static final Pattern OF_OTHER_RUNNERS =
      Pattern.compile(
          "(beam-runners-(direct|google-cloud-dataflow)-java|beam-sdks-java-io-(google-cloud-platform|kafka)"
              + "|(proto-|grpc-)?google-cloud-(bigquery|bigtable|datastore|firestore|pubsub|spanner)"
              + "|google-api-services-(bigquery|dataflow|healthcare|pubsub)"
              + "|arrow-|apicurio-|grpc-xds|kotlin|netty-tcnative-|wire-).*\\.jar");

  /** Half of everything: native code and weights that forked processes alone load. */
  private static final Pattern OF_FORKED_PROCESSES =
      Pattern.compile("(pytorch-native|onnxruntime|langchain4j-embeddings)-.*\\.jar");

  private RemoteFlink() {}

  /**
   * Fills in what the user left open: where jars are made of class directories.
   *
   * @param scratch a local directory
   */
  static void configure(PipelineOptions options, Path scratch) throws IOException {
    if (isNamed(options) && options.getTempLocation() == null) {
      options.setTempLocation(Files.createDirectories(scratch.resolve("jars")).toString());
    }
  }

  /** Starts a job on any runner; on such a cluster with the code that this job needs. */
  static PipelineResult run(Pipeline pipeline) {
    PipelineOptions options = pipeline.getOptions();
    if (!isNamed(options) || options.as(FlinkPipelineOptions.class).getFilesToStage() != null) {
      return pipeline.run();
    }
    FlinkPipelineOptions flink = options.as(FlinkPipelineOptions.class);
    flink.setFilesToStage(jobClassPath(System.getProperty("java.class.path"), forks(pipeline)));
    try {
      return pipeline.run();
    } finally {
      // The next job needs another choice.
      flink.setFilesToStage(null);
    }
  }

  /** The entries of a class path that the cluster lacks and a job needs. */
  static List<String> jobClassPath(String classPath, boolean forks) {
    Predicate<String> excluded =
        OF_THE_CLUSTER.asMatchPredicate().or(OF_OTHER_RUNNERS.asMatchPredicate());
    Predicate<String> unused =
        forks ? excluded : excluded.or(OF_FORKED_PROCESSES.asMatchPredicate());
    return Arrays.stream(classPath.split(File.pathSeparator))
        .filter(entry -> Files.exists(Path.of(entry)))
        .filter(entry -> !unused.test(Path.of(entry).getFileName().toString()))
        .toList();
  }

  private static boolean isNamed(PipelineOptions options) {
    return options.getRunner().equals(FlinkRunner.class)
        && !options.as(FlinkPipelineOptions.class).getFlinkMaster().startsWith("[");
  }

  private static boolean forks(Pipeline pipeline) {
    boolean[] found = {false};
    pipeline.traverseTopologically(
        new Pipeline.PipelineVisitor.Defaults() {
          @Override
          public CompositeBehavior enterCompositeTransform(TransformHierarchy.Node node) {
            found[0] |= node.getTransform() instanceof RunForked;
            return CompositeBehavior.ENTER_TRANSFORM;
          }
        });
    return found[0];
  }
}
