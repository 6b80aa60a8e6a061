package io.palimpsest.pipelines.run;

import io.palimpsest.schemas.InvalidInputException;
import org.apache.flink.api.java.ExecutionEnvironment;
import org.apache.flink.configuration.DeploymentOptions;

/**
 * Whether this JVM is Flink's, which calls our {@code main}: {@code flink run}, application mode, a
 * jar submitted to the web interface. Then {@code --flinkMaster=[auto]}, the default, is that
 * cluster, Flink sends the job jar, its logging is not ours to configure, and to exit would take a
 * JobManager down.
 */
public final class FlinkProgram {
  private FlinkProgram() {}

  public static boolean isHosted() {
    return !ExecutionEnvironment.areExplicitEnvironmentsAllowed();
  }

  /**
   * Makes sure that Flink waits for each job, since a stage needs the one before.
   *
   * @throws InvalidInputException if not
   */
  static void requireAttached() {
    boolean attached =
        ExecutionEnvironment.getExecutionEnvironment()
            .getConfiguration()
            .get(DeploymentOptions.ATTACHED);
    if (!attached) {
      throw new InvalidInputException(
          "Flink was told not to wait for jobs, and stages need the ones before them: leave out --detached, and in application mode give -D execution.attached=true");
    }
  }
}
