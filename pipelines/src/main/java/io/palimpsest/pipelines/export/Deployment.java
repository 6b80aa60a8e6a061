package io.palimpsest.pipelines.export;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.palimpsest.pipelines.config.Config;
import io.palimpsest.pipelines.config.Key;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/**
 * What a deployment's parts are called, how large they are and how long they may take. Declared
 * once, in the resource {@code deployment.yaml}; exporters read it, terraform and the documentation
 * are compared with it.
 */
public record Deployment(
    @Key("the images' tag") String tag,
    @Key("image of the command line, which submits data stages") String launcherImage,
    @Key("image of Flink's job and task managers") String flinkImage,
    @Key("image of Dataflow's workers") String dataflowImage,
    @Key("image of accelerator stages on processors alone") String trainerImage,
    @Key("image of accelerator stages on a GPU") String trainerCudaImage,
    @Key("region of everything in Google Cloud") String region,
    @Key("repository of images in Artifact Registry") String repository,
    @Key("the workspace's bucket is PROJECT-bucket") String bucket,
    @Key("cluster in Google Kubernetes Engine") String cluster,
    @Key("Kubernetes namespace of all pods") String namespace,
    @Key("who data stages run as, in Kubernetes and in Google Cloud") String runnerServiceAccount,
    @Key("who accelerator stages run as, in Kubernetes and in Google Cloud")
        String trainerServiceAccount,
    @Key("who the orchestrator runs as, in Kubernetes and in Google Cloud")
        String orchestratorServiceAccount,
    @Key("name of the Flink cluster; its REST service is NAME-rest:8081") String flinkCluster,
    @Key("parallelism of data stages on Flink") int parallelism,
    @Key("type of GPU, as Google Cloud calls it") String acceleratorType,
    @Key("GPUs of an accelerator stage") int acceleratorCount,
    @Key("processors that a launcher's pod asks for") String launcherCpu,
    @Key("memory of a launcher's pod") String launcherMemory,
    @Key("processors that an accelerator stage's pod asks for") String trainerCpu,
    @Key("memory of an accelerator stage's pod") String trainerMemory,
    @Key("hours after which a data stage fails") int dataTimeoutHours,
    @Key("hours after which an accelerator stage fails") int acceleratorTimeoutHours,
    @Key("minutes that a pod may wait for its node and its image") int startupTimeoutMinutes,
    @Key("tries after the first, for passing faults (exit code 75) alone") int retries,
    @Key("seconds before the second try; doubled for each further one") int retryDelaySeconds,
    @Key("seconds between two tries at most") int maxRetryDelaySeconds) {
  private static final String FILE = "deployment.yaml";

  /** The declared deployment. */
  public static Deployment declared() {
    try (InputStream in = Deployment.class.getResourceAsStream(FILE)) {
      ObjectNode given = (ObjectNode) new YAMLMapper().readTree(Objects.requireNonNull(in, FILE));
      return Config.bind(Deployment.class, given, 0, key -> FILE + ": ").value();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
